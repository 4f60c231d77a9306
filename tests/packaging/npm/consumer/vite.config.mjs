export default {
  build: { lib: { entry: "web.ts", formats: ["es"], fileName: "web" }, outDir: "vite" },
};
