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
    private readonly int _frameLength;
    private readonly int _hopLength;
    private readonly int _chunkCount;
    private readonly int _chunkStride;
    private readonly float[] _window;
    private readonly AlignedBuffer _chunks;

    public FrameReader(float[] window, int hopLength)
    {
        _window = window;
        _hopLength = hopLength;
        _frameLength = window.Length;
        _chunkCount = FrameGroup.Lanes + (_frameLength - 1) / hopLength;
        _chunkStride = (_chunkCount + FrameGroup.Lanes - 1) / FrameGroup.Lanes * FrameGroup.Lanes;
        _chunks = new AlignedBuffer(hopLength * _chunkStride);
    }

    /// <summary>
    /// Fills rows [frameLength] of 16 lanes; frame f starts at sample <paramref name="start"/> + f * hop, zeros beyond both ends.
    /// </summary>
    public void Read(ReadOnlySpan<float> signal, int start, Span<Vector512<float>> rows)
    {
        var table = _chunks.Span;
        var firstInside = Math.Clamp((-start + _hopLength - 1) / _hopLength, 0, _chunkCount);
        var endInside = Math.Clamp((signal.Length - start) / _hopLength, firstInside, _chunkCount);
        if (endInside > firstInside)
        {
            var inside = signal.Slice(start + firstInside * _hopLength, (endInside - firstInside) * _hopLength);
            Transposition.Run(endInside - firstInside, _hopLength, inside, _hopLength, table[firstInside..], _chunkStride);
        }

        for (var c = 0; c < _chunkCount; c++)
        {
            if (c < firstInside || c >= endInside)
            {
                TurnEdgeChunk(signal, start + c * _hopLength, table[c..]);
            }
        }

        for (int n = 0, r = 0, b = 0; n < _frameLength; n++)
        {
            var lanes = MemoryMarshal.Cast<float, Vector512<float>>(table.Slice(r * _chunkStride + b, FrameGroup.Lanes))[0];
            rows[n] = lanes * Vector512.Create(_window[n]);
            if (++r == _hopLength)
            {
                (r, b) = (0, b + 1);
            }
        }
    }

    private void TurnEdgeChunk(ReadOnlySpan<float> signal, int start, Span<float> column)
    {
        for (var r = 0; r < _hopLength; r++)
        {
            var sample = start + r;
            column[r * _chunkStride] = (uint)sample < (uint)signal.Length ? signal[sample] : 0f;
        }
    }
}
