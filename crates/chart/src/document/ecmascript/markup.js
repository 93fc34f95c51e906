// Elements of markup, as far as documents look into them: a small part of the DOM.
(function () {
  "use strict";
  function Element(tree, source) {
    const children = tree.children.map((child) => typeof child === "string" ? child : new Element(child, child.source));
    const elements = children.filter((child) => typeof child !== "string");
    const hidden = { source, children, attributes: tree.attributes };
    Object.defineProperty(this, "$markup", { value: source });
    this.tagName = tree.name;
    this.getAttribute = (name) => name in hidden.attributes ? hidden.attributes[name] : null;
    this.hasAttribute = (name) => name in hidden.attributes;
    this.children = elements;
    this.getElementsByTagName = (name) => {
      const found = [];
      for (const element of elements) {
        if (name === "*" || element.tagName === name) found.push(element);
        found.push(...element.getElementsByTagName(name));
      }
      return found;
    };
    Object.defineProperty(this, "textContent", {
      get: () => children.map((child) => typeof child === "string" ? child : child.textContent).join(""),
    });
    this.toString = () => source;
  }
  return (tree) => new Element(tree, tree.source);
})()
