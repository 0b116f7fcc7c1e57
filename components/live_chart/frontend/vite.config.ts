import { defineConfig } from "vite";

// A library build: Streamlit imports live_chart.js as a module and calls its default export.
export default defineConfig({
  define: { "process.env.NODE_ENV": JSON.stringify("production") },
  build: {
    outDir: "../build",
    emptyOutDir: true,
    target: "es2022",
    minify: "oxc",
    lib: { entry: "src/main.ts", formats: ["es"], fileName: () => "live_chart-[hash].js", cssFileName: "live_chart" },
    // Streamlit serves assets without an age: a name per content keeps browsers from running an old bundle.
    rollupOptions: { output: { minify: true, assetFileNames: "live_chart-[hash][extname]" } },
  },
  test: { include: ["src/**/*.test.ts"] },
} as Parameters<typeof defineConfig>[0]);
