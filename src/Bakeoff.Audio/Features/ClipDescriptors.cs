using Bakeoff.Audio.Spectra;
using Bakeoff.Options;

namespace Bakeoff.Audio.Features;

/// <summary>The descriptors of a feature set, frame by frame, and the functionals of a clip. Belongs to one thread.</summary>
/// <remarks>
/// A clip is measured in three steps: all its frames in order, then what needs all of them, then what that decides, in frames in order.
/// </remarks>
internal abstract class ClipDescriptors
{
    private const int LowestRateHz = 4000;

    /// <param name="rateHz">Rate of the signals.</param>
    /// <param name="set">Name of the set, for messages.</param>
    /// <exception cref="UnusableSignalException">The rate is too low.</exception>
    protected ClipDescriptors(int rateHz, string set)
    {
        if (rateHz < LowestRateHz)
        {
            throw new UnusableSignalException(new ErrorDetails("sample rate")
            {
                Value = FormattableString.Invariant($"{rateHz} Hz"),
                Rule = FormattableString.Invariant($"at least {LowestRateHz} Hz for {set}"),
            });
        }
    }

    /// <summary>Descriptors of a frame.</summary>
    public abstract int ColumnCount { get; }

    /// <summary>Functionals of a clip.</summary>
    public abstract int FunctionalCount { get; }

    /// <summary>Samples behind a frame that it and the frame after it, which smoothing takes in, depend on.</summary>
    public abstract int Reach { get; }

    /// <summary>Milliseconds of a frame, for messages.</summary>
    protected abstract int FrameMilliseconds { get; }

    /// <summary>Frames in the clip.</summary>
    public int FrameCount { get; private set; }

    /// <summary>Samples of a frame of a length in seconds, and between the starts of frames, 10 ms.</summary>
    public static FrameGrid FramesAt(int rateHz, double seconds) =>
        new((int)(rateHz * seconds + 0.5), (int)(rateHz * 0.01 + 0.5), IsCentered: false);

    /// <summary>Whole frames in a signal.</summary>
    public abstract int CountFrames(int sampleCount);

    /// <summary>Begins a clip.</summary>
    /// <param name="frameCount">Its frames.</param>
    public virtual void Begin(int frameCount) => FrameCount = frameCount;

    /// <summary>Moves on to other samples.</summary>
    public abstract void BeginWindow();

    /// <summary>Measures frames, which follow on those measured before.</summary>
    /// <param name="signal">Samples of the stretch and of <see cref="Reach"/> behind it, as far as the clip has them.</param>
    /// <param name="stretch">The frames.</param>
    public abstract void MeasureFrames(ReadOnlySpan<float> signal, FrameStretch stretch);

    /// <summary>Finds what needs all frames.</summary>
    public abstract void FindPitch();

    /// <summary>Measures what the pitch decides, in frames up to one; those measured before are not measured again. Default: nothing.</summary>
    /// <param name="signal">Samples.</param>
    /// <param name="offset">Frame of the clip that begins at the first of them.</param>
    /// <param name="end">Frame of the clip behind the last.</param>
    public virtual void MeasureVoiced(ReadOnlySpan<float> signal, int offset, int end)
    {
    }

    /// <summary>A descriptor of a frame, smoothed; NaN where it does not exist.</summary>
    public abstract double Smooth(int column, int frame);

    /// <summary>The functionals.</summary>
    /// <param name="statistics">[FunctionalCount] receives them; NaN for what does not exist.</param>
    public abstract void Describe(Span<double> statistics);

    /// <summary>Measures a clip at once.</summary>
    /// <param name="signal">Mono samples, full scale at -1 and 1.</param>
    /// <exception cref="UnusableSignalException">The signal is shorter than a frame.</exception>
    public void Measure(ReadOnlySpan<float> signal)
    {
        var count = CountFrames(signal.Length);
        if (count == 0)
        {
            throw new UnusableSignalException(new ErrorDetails("signal has {value} samples")
            {
                Value = FormattableString.Invariant($"{signal.Length}"),
                Rule = FormattableString.Invariant($"at least one frame of {FrameMilliseconds} ms"),
            });
        }

        Begin(count);
        BeginWindow();
        MeasureFrames(signal, new FrameStretch(0, count, 0, count));
        FindPitch();
        MeasureVoiced(signal, 0, count);
    }

    /// <summary>The smoothed descriptors of a signal, [T, ColumnCount]; 0 for what does not exist.</summary>
    /// <inheritdoc cref="Measure"/>
    public FeatureMatrix Frames(ReadOnlySpan<float> signal)
    {
        Measure(signal);
        var values = new float[FrameCount * ColumnCount];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = ValueOrZero(Smooth(i % ColumnCount, i / ColumnCount));
        }

        return new FeatureMatrix(values, FrameCount, ColumnCount);
    }

    /// <summary>The functionals of a signal, [1, FunctionalCount]; 0 for what does not exist.</summary>
    /// <inheritdoc cref="Measure"/>
    public FeatureMatrix Row(ReadOnlySpan<float> signal)
    {
        Measure(signal);
        var statistics = new double[FunctionalCount];
        Describe(statistics);
        return new FeatureMatrix(Array.ConvertAll(statistics, ValueOrZero), 1, statistics.Length);
    }

    private static float ValueOrZero(double value) => double.IsNaN(value) ? 0 : (float)value;
}
