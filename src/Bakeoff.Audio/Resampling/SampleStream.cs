namespace Bakeoff.Audio.Resampling;

/// <summary>A mono signal that is read from its start to its end, as often as asked for.</summary>
internal abstract class SampleStream
{
    /// <summary>Reads the next samples.</summary>
    /// <param name="target">Filled, or fewer at the end of the signal.</param>
    /// <returns>Number of samples; 0 at the end.</returns>
    public abstract int Read(Span<float> target);

    /// <summary>Goes back to the start.</summary>
    public abstract void Rewind();
}
