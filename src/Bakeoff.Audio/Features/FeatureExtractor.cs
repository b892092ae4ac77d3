using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features.Streaming;
using Bakeoff.Audio.Resampling;
using Bakeoff.Options;

namespace Bakeoff.Audio.Features;

/// <summary>Turns a mono signal into the features that <see cref="FeatureOptions"/> describe.</summary>
/// <remarks>
/// <para>Thread-safe: one instance serves any number of threads; each call borrows working memory and, once warm, allocates only its
/// result.</para>
/// <para>Agrees with librosa 0.10.2 (fixtures in tests/fixtures/features). Determinism: equal arguments give equal bits on every
/// machine.</para>
/// </remarks>
public sealed class FeatureExtractor
{
    private readonly FeatureOptions _options;
    private readonly ConcurrentDictionary<int, FeaturePlan> _plans = new();
    private readonly ConcurrentDictionary<int, Stack<FeatureWorkspace>> _idle = new();

    /// <summary>Plans the extraction.</summary>
    /// <param name="options">What to compute; checked here.</param>
    /// <exception cref="ArgumentException">The options break a rule; the message names every one.</exception>
    public FeatureExtractor(FeatureOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var ranges = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), ranges, validateAllProperties: true);
        string[] problems =
        [
            .. ranges.Select(range => range.ErrorMessage!),
            .. options.Validate().Select(problem => $"{problem.Key} {problem.Message}"),
        ];
        if (problems.Length > 0)
        {
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        }

        _options = options;
        FeatureNames = FeatureColumns.Names(options);
        FeatureGroups = FeatureColumns.Groups(options);
    }

    /// <summary>Columns of every result.</summary>
    public int FeatureCount => FeatureNames.Count;

    /// <summary>Names of the columns, such as <c>mfcc_0</c> or <c>mfcc_0_delta</c>.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>
    /// Group of each column, counted from 0: columns of one kind belong together, and where parts are summarised, those of one kind and
    /// part.
    /// </summary>
    public IReadOnlyList<int> FeatureGroups { get; }

    /// <summary>Computes the features of one clip: cut to the window, resampled, framed, measured, summarised.</summary>
    /// <param name="mono">Samples at the recording's own rate, full scale at -1 and 1.</param>
    /// <param name="sampleRateHz">Rate of <paramref name="mono"/> in hertz; positive.</param>
    /// <returns>Values of shape [T, FeatureCount]; T is 1 after a summary.</returns>
    /// <exception cref="UnusableSignalException">The signal is too short for the window, one frame or the derivatives, its rate is too low, or
    /// a value is too large for float16.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not positive.</exception>
    public FeatureMatrix Extract(ReadOnlySpan<float> mono, int sampleRateHz)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRateHz);
        var (first, length) = Cut(mono.Length, sampleRateHz);
        var analysisRateHz = _options.AnalysisRateHz ?? sampleRateHz;
        var plan = PlanFor(analysisRateHz);
        var stack = _idle.GetOrAdd(analysisRateHz, static _ => new Stack<FeatureWorkspace>());
        var workspace = Borrow(stack) ?? new FeatureWorkspace(_options, plan);
        try
        {
            var features = workspace.Extract(mono.Slice((int)first, (int)length), sampleRateHz);
            if (_options.Store == FeatureStore.Float16)
            {
                RoundToHalf(features);
            }

            return features;
        }
        finally
        {
            lock (stack)
            {
                stack.Push(workspace);
            }
        }
    }

    /// <summary>Computes the features of a recording: the same bits as of its samples at once.</summary>
    /// <param name="recording">The recording at its start.</param>
    /// <param name="receive">Receives the frames in their order.</param>
    /// <returns>Values that do not exist and are 0; see <see cref="FeatureMatrix.MissingCount"/>.</returns>
    /// <exception cref="AudioFormatException">The samples are damaged.</exception>
    /// <exception cref="IOException">The recording cannot be read.</exception>
    /// <exception cref="UnusableSignalException">As for samples.</exception>
    /// <remarks>
    /// A long recording is read stretch by stretch, several times over where a kind or a normalisation depends on the whole clip, so that
    /// memory does not grow with its length; but pitch takes 75 bytes a frame, and the sets of GeMAPS 330. Kinds that others have added take
    /// all samples at once.
    /// </remarks>
    public int Extract(AudioReader recording, FrameReceiver receive)
    {
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentNullException.ThrowIfNull(receive);
        var plan = PlanFor(_options.AnalysisRateHz ?? recording.Info.SampleRateHz);
        if (recording.IsLong && new MeasureSet(plan) is { TakesStretches: true } measures)
        {
            return ExtractInStretches(recording, plan, measures, receive);
        }

        var features = Extract(recording.ReadToEnd().ToMono(), recording.Info.SampleRateHz);
        receive(features.Values);
        return features.MissingCount;
    }

    /// <summary>Computes the features of a recording stretch by stretch, however short it is.</summary>
    internal int ExtractInStretches(AudioReader recording, FrameReceiver receive, int stretchFrames = StreamedExtraction.MostStretchFrames)
    {
        var plan = PlanFor(_options.AnalysisRateHz ?? recording.Info.SampleRateHz);
        return ExtractInStretches(recording, plan, new MeasureSet(plan), receive, stretchFrames);
    }

    private int ExtractInStretches(
        AudioReader recording,
        FeaturePlan plan,
        MeasureSet measures,
        FrameReceiver receive,
        int stretchFrames = StreamedExtraction.MostStretchFrames)
    {
        var rateHz = recording.Info.SampleRateHz;
        SampleStream signal = new MonoStream(recording);
        var (first, length) = Cut(recording.Info.SampleCount == 0 ? Count(signal) : recording.Info.SampleCount, rateHz);
        signal.Rewind();
        signal = new StretchStream(signal, first, length);
        if (plan.SampleRateHz != rateHz)
        {
            signal = new ResampledStream(signal, rateHz, plan.SampleRateHz);
            length = Resampler.For(rateHz, plan.SampleRateHz).OutputLength(length);
        }

        if (_options.TrimDb is { } topDb)
        {
            (first, length) = SilenceTrimmer.Find(signal, length, _options, topDb);
            signal = new StretchStream(signal, first, length);
        }

        return new StreamedExtraction(plan, measures, signal, length, stretchFrames).Run(receive);
    }

    // To the nearest, ties to even: the rounding of IEEE 754.
    private void RoundToHalf(FeatureMatrix features)
    {
        for (var i = 0; i < features.Values.Length; i++)
        {
            var rounded = (float)(Half)features.Values[i];
            if (float.IsInfinity(rounded))
            {
                throw new UnusableSignalException(new ErrorDetails($"value of {FeatureNames[i % FeatureCount]}")
                {
                    Value = features.Values[i].ToString(CultureInfo.InvariantCulture),
                    Rule = "at most 65504 with store: float16",
                    NextStep = "Set store: float32.",
                });
            }

            features.Values[i] = rounded;
        }
    }

    private static long Count(SampleStream signal)
    {
        var block = new float[1 << 13];
        var count = 0L;
        int read;
        while ((read = signal.Read(block)) > 0)
        {
            count += read;
        }

        return count;
    }

    private FeaturePlan PlanFor(int analysisRateHz) =>
        _plans.GetOrAdd(analysisRateHz, static (rateHz, options) => new FeaturePlan(options, rateHz), _options);

    private static FeatureWorkspace? Borrow(Stack<FeatureWorkspace> stack)
    {
        lock (stack)
        {
            return stack.TryPop(out var workspace) ? workspace : null;
        }
    }

    /// <summary>The stretch that librosa.load(offset=..., duration=...) reads: both times are cut to whole samples.</summary>
    private (long First, long Length) Cut(long sampleCount, int sampleRateHz)
    {
        if (sampleCount == 0)
        {
            throw new UnusableSignalException(
                new ErrorDetails(FormattableString.Invariant($"signal has {{value}} samples at {sampleRateHz} Hz"))
                {
                    Value = "0",
                    Rule = "at least one",
                });
        }

        var first = (long)(_options.OffsetSeconds * sampleRateHz);
        if (first >= sampleCount)
        {
            throw new UnusableSignalException(
                new ErrorDetails(FormattableString.Invariant($"signal has {{value}} samples at {sampleRateHz} Hz"))
                {
                    Value = sampleCount.ToString(CultureInfo.InvariantCulture),
                    Rule = FormattableString.Invariant($"more than the {first} that offset_seconds ({_options.OffsetSeconds}) leaves out"),
                    NextStep = "Lower offset_seconds.",
                });
        }

        var rest = sampleCount - first;
        return (first, _options.DurationSeconds is { } seconds ? Math.Min((long)(seconds * sampleRateHz), rest) : rest);
    }
}
