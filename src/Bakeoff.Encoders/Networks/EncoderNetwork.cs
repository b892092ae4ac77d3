using Bakeoff.Encoders.Layers;
using Bakeoff.Numerics;

namespace Bakeoff.Encoders.Networks;

/// <summary>A network from the samples of one window to hidden states.</summary>
internal abstract class EncoderNetwork
{
    /// <summary>Samples between frames.</summary>
    public abstract int HopLength { get; }

    /// <summary>Fewest samples of a clip.</summary>
    public abstract int LeastSamples { get; }

    /// <summary>Most frames of a window that the network can take; null where it takes any number.</summary>
    public abstract int? MostFrames { get; }

    /// <summary>Frames of a clip.</summary>
    public abstract int CountFrames(int sampleCount);

    /// <summary>Samples under some frames.</summary>
    public abstract int CountSamples(int frames);

    /// <summary>The clip as the network expects it.</summary>
    public virtual float[] Prepare(ReadOnlySpan<float> samples) => samples.ToArray();

    /// <summary>Computes the states of one window.</summary>
    /// <param name="samples">Samples of the window; fewer than its frames' at the end of a clip, where zeros follow.</param>
    /// <param name="frames">Frames wanted of it.</param>
    /// <param name="memory">Working memory.</param>
    /// <param name="pool">Threads.</param>
    /// <param name="receive">Receives each state's number and values, [frames, width].</param>
    public abstract void Run(float[] samples, int frames, EncoderMemory memory, WorkerPool pool, Action<int, float[]> receive);
}
