namespace Bakeoff.Audio.Spectra;

/// <summary>Positions of frames in a signal.</summary>
/// <param name="FrameLength">Samples of one frame.</param>
/// <param name="HopLength">Samples between frame starts.</param>
/// <param name="IsCentered">True if frame t has its middle, rather than its start, on sample t * HopLength.</param>
public sealed record FrameGrid(int FrameLength, int HopLength, bool IsCentered)
{
    /// <summary>First sample of a frame; negative where a centred frame reaches in front of the signal.</summary>
    public int Start(int frame) => frame * HopLength - (IsCentered ? FrameLength / 2 : 0);

    /// <summary>Sample in the middle of a frame.</summary>
    public int Centre(int frame) => Start(frame) + FrameLength / 2;

    /// <summary>Frames of a signal: 1 + samples / hop when centred, else the frames that fit, possibly 0.</summary>
    public int FrameCount(int sampleCount) => FrameCount((long)sampleCount);

    /// <inheritdoc cref="FrameCount(int)"/>
    internal int FrameCount(long sampleCount)
    {
        if (IsCentered)
        {
            return checked((int)(1 + sampleCount / HopLength));
        }

        return sampleCount < FrameLength ? 0 : checked((int)(1 + (sampleCount - FrameLength) / HopLength));
    }
}
