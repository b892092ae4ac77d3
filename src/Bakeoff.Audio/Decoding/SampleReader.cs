namespace Bakeoff.Audio.Decoding;

/// <summary>Decodes the samples of one recording from its first to its last.</summary>
internal abstract class SampleReader
{
    /// <summary>Header of the recording.</summary>
    public abstract AudioInfo Info { get; }

    /// <summary>Decodes the next samples, interleaved.</summary>
    /// <param name="samples">Receives whole sample frames: filled as far as they fit, less at the end.</param>
    /// <returns>Number of values; 0 at the end.</returns>
    /// <exception cref="AudioFormatException">The samples are damaged, missing or not finite.</exception>
    public abstract int Read(Span<float> samples);

    /// <summary>Goes back to the first sample.</summary>
    public abstract void Rewind();
}
