using System.Runtime.InteropServices;

namespace Bakeoff.Reports.Graphics;

/// <summary>A rectangle to be drawn, in pixels.</summary>
/// <param name="Left">Left edge.</param>
/// <param name="Top">Upper edge.</param>
/// <param name="Width">Width; negative counts as 0.</param>
/// <param name="Height">Height; negative counts as 0.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Box(double Left, double Top, double Width, double Height);
