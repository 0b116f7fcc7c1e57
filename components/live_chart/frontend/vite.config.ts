import { defineConfig } from "vite";

// A library build: Streamlit imports live_chart.js as a module and calls its default export.
export default defineConfig({
  define: { "process.env.NODE_ENV": JSON.stringify("production") },
  build: {
    outDir: "../build",
    emptyOutDir: true,
    target: "es2022",
    minify: "oxc",
    lib: { entry: "src/main.ts", formats: ["es"], fileName: () => "live_chart.js", cssFileName: "live_chart" },
    rollupOptions: { output: { minify: true } },
  },
  test: { include: ["src/**/*.test.ts"] },
} as Parameters<typeof defineConfig>[0]);
