/** Shows what the note under the pointer, or with the focus, is linked to: frames and lines. */

import { useEffect, useState } from "preact/hooks";

import type { Link } from "../protocol";
import { linksAt } from "./around";

/** In px of the window. */
interface Line {
  readonly link: Link;
  readonly from: DOMRect;
  readonly to: DOMRect;
}

export function LinkLines() {
  const [note, setNote] = useState<string | null>(null);
  const links = (note !== null && linksAt.value.get(note)) || [];
  useEffect(() => follow(setNote), []);
  if (links.length === 0) return null;
  const lines = links.flatMap(lineOf);
  return (
    <svg class="link-lines" aria-hidden="true">
      <marker id="link-end" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" orient="auto">
        <path d="M0 0L8 4L0 8z" fill="context-stroke" />
      </marker>
      {lines.map(({ link, from, to }) => (
        <g key={link.id} class={link.kind}>
          <Around box={link.from === note ? to : from} />
          <path d={curve(from, to)} marker-end="url(#link-end)" />
        </g>
      ))}
    </svg>
  );
}

function Around({ box }: { box: DOMRect }) {
  return <rect x={box.x - 3} y={box.y - 3} width={box.width + 6} height={box.height + 6} rx="8" />;
}

/** Tells of which note links are to be shown; returns the end of it. */
function follow(show: (note: string | null) => void): () => void {
  const enter = (event: Event): void => {
    const under = event.target instanceof Element ? event.target.closest("main [data-note]") : null;
    show(under?.getAttribute("data-note") ?? null);
  };
  const hide = (): void => show(null);
  const stop = new AbortController();
  const also = { signal: stop.signal, capture: true, passive: true };
  addEventListener("pointerover", enter, also);
  addEventListener("focusin", enter, also);
  addEventListener("pointerdown", hide, also);
  addEventListener("scroll", hide, also); // what lies elsewhere now
  addEventListener("resize", hide, also);
  return () => stop.abort();
}

/** Nothing when one end is scrolled out of sight. */
function lineOf(link: Link): readonly Line[] {
  const [from, to] = [boxOf(link.from), boxOf(link.to)];
  return from === null || to === null ? [] : [{ link, from, to }];
}

function boxOf(note: string): DOMRect | null {
  const element = document.querySelector(`main [data-note="${note}"]`);
  const list = element?.closest(".notes");
  if (!element || !list) return null;
  const [box, seen] = [element.getBoundingClientRect(), list.getBoundingClientRect()];
  const middle = box.y + box.height / 2;
  return middle > seen.top && middle < seen.bottom ? box : null;
}

/** Returns a path between the sides that look at each other. */
function curve(from: DOMRect, to: DOMRect): string {
  const [a, b] = [middleOf(from), middleOf(to)];
  const isBeside = Math.abs(a.x - b.x) > Math.abs(a.y - b.y);
  if (isBeside) {
    const [x1, x2] = a.x < b.x ? [from.right, to.left - 4] : [from.left, to.right + 4];
    const half = (x1 + x2) / 2;
    return `M${x1} ${a.y}C${half} ${a.y} ${half} ${b.y} ${x2} ${b.y}`;
  }
  const [y1, y2] = a.y < b.y ? [from.bottom, to.top - 4] : [from.top, to.bottom + 4];
  const half = (y1 + y2) / 2;
  return `M${a.x} ${y1}C${a.x} ${half} ${b.x} ${half} ${b.x} ${y2}`;
}

function middleOf(box: DOMRect): { readonly x: number; readonly y: number } {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
