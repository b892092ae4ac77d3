using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Audio.Spectra;

/// <summary>Cuts sixteen overlapping, windowed frames out of a signal and lays them side by side.</summary>
/// <remarks>
/// Frames that start a hop apart share most samples. The stretch they cover is therefore turned over once, into chunks of one hop: sample
/// r of chunk c. Frame f at sample n = b * hop + r is then row r, column f + b: sixteen neighbours, one vector.
/// </remarks>
internal sealed class FrameReader
{
    private readonly int frameLength;
    private readonly int hopLength;
    private readonly int chunkCount;
    private readonly int chunkStride;
    private readonly float[] window;
    private readonly AlignedBuffer chunks;

    public FrameReader(float[] window, int hopLength)
    {
        this.window = window;
        this.hopLength = hopLength;
        frameLength = window.Length;
        chunkCount = FrameGroup.Lanes + (frameLength - 1) / hopLength;
        chunkStride = (chunkCount + FrameGroup.Lanes - 1) / FrameGroup.Lanes * FrameGroup.Lanes;
        chunks = new AlignedBuffer(hopLength * chunkStride);
    }

    /// <summary>Fills rows [frameLength] of 16 lanes; frame f starts at sample <paramref name="start"/> + f * hop, zeros beyond both ends.</summary>
    public void Read(ReadOnlySpan<float> signal, int start, Span<Vector512<float>> rows)
    {
        var table = chunks.Span;
        var firstInside = Math.Clamp((-start + hopLength - 1) / hopLength, 0, chunkCount);
        var endInside = Math.Clamp((signal.Length - start) / hopLength, firstInside, chunkCount);
        if (endInside > firstInside)
        {
            var inside = signal.Slice(start + firstInside * hopLength, (endInside - firstInside) * hopLength);
            Transposition.Run(endInside - firstInside, hopLength, inside, hopLength, table[firstInside..], chunkStride);
        }

        for (var c = 0; c < chunkCount; c++)
        {
            if (c < firstInside || c >= endInside)
            {
                TurnEdgeChunk(signal, start + c * hopLength, table[c..]);
            }
        }

        for (int n = 0, r = 0, b = 0; n < frameLength; n++)
        {
            var lanes = MemoryMarshal.Cast<float, Vector512<float>>(table.Slice(r * chunkStride + b, FrameGroup.Lanes))[0];
            rows[n] = lanes * Vector512.Create(window[n]);
            if (++r == hopLength)
            {
                (r, b) = (0, b + 1);
            }
        }
    }

    private void TurnEdgeChunk(ReadOnlySpan<float> signal, int start, Span<float> column)
    {
        for (var r = 0; r < hopLength; r++)
        {
            var sample = start + r;
            column[r * chunkStride] = (uint)sample < (uint)signal.Length ? signal[sample] : 0f;
        }
    }
}
