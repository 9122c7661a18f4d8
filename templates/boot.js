// Starts the tool: loads the module named by this script's own tag and calls its one function.
// On any failure the page stays as it is: static, readable, printable, with its notice that the tool did not start.
const script = document.currentScript;

// A slow network leaves time to type before the module is there; it must not take that for what an old visit left.
const touched = (event) => event.target.setAttribute('data-touched', '');
document.addEventListener('input', touched, true);

// An edition in one file brings the module along.
const own = window.recourseFiles;
recourse({ module_or_path: (own && own[script.dataset.wasm]) || script.dataset.wasm })
  .then(() => recourse.start())
  .catch((error) => console.error(error))
  .finally(() => document.removeEventListener('input', touched, true));
