using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
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
    /// <exception cref="UnusableSignalException">The signal is too short for the window, one frame or the derivatives, or its rate is too
    /// low.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not positive.</exception>
    public FeatureMatrix Extract(ReadOnlySpan<float> mono, int sampleRateHz)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRateHz);
        var samples = Cut(mono, sampleRateHz);
        var analysisRateHz = _options.SampleRateHz ?? sampleRateHz;
        var plan = _plans.GetOrAdd(analysisRateHz, static (rateHz, _options) => new FeaturePlan(_options, rateHz), _options);
        var stack = _idle.GetOrAdd(analysisRateHz, static _ => new Stack<FeatureWorkspace>());
        var workspace = Borrow(stack) ?? new FeatureWorkspace(_options, plan);
        try
        {
            return workspace.Extract(samples, sampleRateHz);
        }
        finally
        {
            lock (stack)
            {
                stack.Push(workspace);
            }
        }
    }

    private static FeatureWorkspace? Borrow(Stack<FeatureWorkspace> stack)
    {
        lock (stack)
        {
            return stack.TryPop(out var workspace) ? workspace : null;
        }
    }

    /// <summary>The stretch that librosa.load(offset=..., duration=...) reads: both times are cut to whole samples.</summary>
    private ReadOnlySpan<float> Cut(ReadOnlySpan<float> mono, int sampleRateHz)
    {
        if (mono.IsEmpty)
        {
            throw new UnusableSignalException(
                new ErrorDetails(FormattableString.Invariant($"signal has {{value}} samples at {sampleRateHz} Hz"))
                {
                    Value = "0",
                    Rule = "at least one",
                });
        }

        var first = (long)(_options.OffsetSeconds * sampleRateHz);
        if (first >= mono.Length)
        {
            throw new UnusableSignalException(
                new ErrorDetails(FormattableString.Invariant($"signal has {{value}} samples at {sampleRateHz} Hz"))
                {
                    Value = mono.Length.ToString(CultureInfo.InvariantCulture),
                    Rule = FormattableString.Invariant($"more than the {first} that offset_seconds ({_options.OffsetSeconds}) leaves out"),
                    NextStep = "Lower offset_seconds.",
                });
        }

        var rest = mono[(int)first..];
        var wanted = _options.DurationSeconds is { } seconds ? (long)(seconds * sampleRateHz) : rest.Length;
        return rest[..(int)Math.Min(wanted, rest.Length)];
    }
}
