using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Audio.Spectra;

/// <summary>
/// Sixteen frames side by side: the unit in which features are computed. A vector lane holds a frame, never a part of one sum.
/// </summary>
public sealed class FrameGroup
{
    /// <summary>Frames of a group; also the lanes of the widest vector in use.</summary>
    public const int Lanes = 16;

    private readonly AlignedBuffer _power;
    private readonly AlignedBuffer _magnitude;
    private bool _hasMagnitude;

    internal FrameGroup(int binCount)
    {
        BinCount = binCount;
        _power = new AlignedBuffer(binCount * Lanes);
        _magnitude = new AlignedBuffer(binCount * Lanes);
    }

    /// <summary>Number of FFT bins.</summary>
    public int BinCount { get; }

    /// <summary>Index of the group's first frame in the clip.</summary>
    public int FirstFrame { get; private set; }

    /// <summary>Frames of the group that exist, 1 to 16; the other lanes hold unused numbers.</summary>
    public int FrameCount { get; private set; }

    /// <summary>Power spectrum: one row a bin, one lane a frame.</summary>
    public Span<Vector512<float>> Power => Rows(_power);

    /// <summary>Magnitude spectrum, computed when first asked for.</summary>
    public ReadOnlySpan<Vector512<float>> Magnitude
    {
        get
        {
            var rows = Rows(_magnitude);
            if (!_hasMagnitude)
            {
                var squares = Power;
                for (var bin = 0; bin < rows.Length; bin++)
                {
                    rows[bin] = Vector512.Sqrt(squares[bin]);
                }

                _hasMagnitude = true;
            }

            return rows;
        }
    }

    /// <summary>Starts the next group; the caller then fills <see cref="Power"/>.</summary>
    internal void MoveTo(int firstFrame, int frameCount)
    {
        FirstFrame = firstFrame;
        FrameCount = frameCount;
        _hasMagnitude = false;
    }

    /// <summary>Vectors over aligned working memory.</summary>
    internal static Span<Vector512<float>> Rows(AlignedBuffer buffer) => MemoryMarshal.Cast<float, Vector512<float>>(buffer.Span);
}
