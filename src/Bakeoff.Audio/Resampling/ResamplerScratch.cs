using Bakeoff.Audio.Spectra;

namespace Bakeoff.Audio.Resampling;

/// <summary>Working memory of one thread for resampling, reused from signal to signal.</summary>
internal sealed class ResamplerScratch
{
    /// <summary>Sixteen blocks of input side by side.</summary>
    public AlignedBuffer Input { get; } = new();

    /// <summary>Sixteen blocks of band-limited output side by side.</summary>
    public AlignedBuffer Output { get; } = new();

    /// <summary>The whole band-limited signal with zeros on both sides.</summary>
    public AlignedBuffer Limited { get; } = new();
}
