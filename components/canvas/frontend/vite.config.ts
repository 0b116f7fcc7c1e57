import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// Vite's library mode leaves NODE_ENV alone and does not minify ES output: both are said here.
export default defineConfig({
  plugins: [react()],
  define: { "process.env.NODE_ENV": JSON.stringify("production") },
  build: {
    outDir: "../build",
    emptyOutDir: true,
    minify: "oxc",
    lib: { entry: "src/main.tsx", formats: ["es"], fileName: () => "canvas-[hash].js" },
    // Streamlit serves assets without an age: a name per content keeps browsers from running an old bundle.
    rollupOptions: { output: { minify: true, codeSplitting: false, assetFileNames: "canvas-[hash][extname]" } },
  },
});
