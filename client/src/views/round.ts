/** Writes paths round a middle; degrees go clockwise from the top. */

export function arc(radius: number, from: number, to: number, isClockwise = true): string {
  const large = Math.abs(to - from) > 180 ? 1 : 0;
  const start = point(radius, from).map(short).join(" ");
  const end = point(radius, to).map(short).join(" ");
  return `M${start}A${radius} ${radius} 0 ${large} ${isClockwise ? 1 : 0} ${end}`;
}

export function ringPart(from: number, to: number, inner: number, outer: number): string {
  const corner = (radius: number, angle: number) => point(radius, angle).map(short).join(" ");
  const large = to - from > 180 ? 1 : 0;
  return (
    `M${corner(inner, from)}L${corner(outer, from)}` +
    `A${outer} ${outer} 0 ${large} 1 ${corner(outer, to)}L${corner(inner, to)}` +
    `A${inner} ${inner} 0 ${large} 0 ${corner(inner, from)}Z`
  );
}

export function point(radius: number, angle: number): [number, number] {
  const turn = ((angle - 90) * Math.PI) / 180;
  return [radius * Math.cos(turn), radius * Math.sin(turn)];
}

export const short = (value: number): string => value.toFixed(1);
