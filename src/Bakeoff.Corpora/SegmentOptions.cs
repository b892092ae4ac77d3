using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Corpora;

/// <summary>Division of long recordings into stretches of speech, each a clip with what is stated of its file.</summary>
/// <remarks>
/// <para>
/// By energy: frames of 25 ms begin every 10 ms; a frame is speech if its mean square over all channels is at most
/// <see cref="ThresholdDb"/> below that of the file's loudest frame. Pauses below <see cref="MinPauseSeconds"/> are bridged, stretches
/// below <see cref="MinSeconds"/> dropped, the others padded, to the middle of a pause at most, and those above <see cref="MaxSeconds"/>
/// cut into equal parts. Equal samples give equal bounds on every machine.
/// </para>
/// <para>
/// By Silero's network: it gives a probability of speech for each 32 ms of the mean of the channels at 16 kHz. Speech begins where that
/// reaches <see cref="Threshold"/> and ends where it falls 0.15 below and does not reach it again for <see cref="MinPauseSeconds"/>; what
/// is longer than <see cref="MaxSeconds"/> is cut in its last pause, or where it has none, there. Dropped and padded as by energy. The
/// probabilities come from another library, which does not promise equal bits on every machine.
/// </para>
/// </remarks>
[ScalarShorthand("by")]
public sealed record SegmentOptions : IValidatedOptions
{
    /// <summary>Seconds that the bounds of a cut may lie beyond the longest stretch: a window of the network.</summary>
    private const double WindowSeconds = 0.032;

    /// <summary>Rule that finds speech. Default energy.</summary>
    [JsonPropertyName("by")]
    public SegmentRule By { get; init; } = SegmentRule.Energy;

    /// <summary>Silero's network as ONNX file, relative to the project's folder; for silero. The engine onnxruntime must be
    /// installed.</summary>
    [JsonPropertyName("model"), NotAParameter("The network counts by its content.")]
    public string? Model { get; init; }

    /// <summary>Probability at which speech begins, for silero; it ends 0.15 below. 0.05 to 0.99. Default 0.5.</summary>
    [JsonPropertyName("threshold"), Range(0.05, 0.99)]
    public double? Threshold { get; init; }

    /// <summary>Level below the loudest frame of the file down to which a frame is speech, in decibels, for energy. Above 0 to 120.
    /// Default 30.</summary>
    [JsonPropertyName("threshold_db"), Range(1, 120)]
    public double? ThresholdDb { get; init; }

    /// <summary>Shortest pause that divides, in seconds. 0 to 60. Default 0.3 by energy, 0.1 by silero.</summary>
    [JsonPropertyName("min_pause_seconds"), Range(0, 60)]
    public double? MinPauseSeconds { get; init; }

    /// <summary>Shortest stretch, before it is padded, in seconds. 0 to 60. Default 0.25.</summary>
    [JsonPropertyName("min_seconds"), Range(0, 60)]
    public double MinSeconds { get; init; } = 0.25;

    /// <summary>Longest stretch in seconds; longer ones are cut: by energy into equal parts, by silero in their pauses. At least 0.1.
    /// Default 15.</summary>
    [JsonPropertyName("max_seconds"), Range(0.1, 3600)]
    public double MaxSeconds { get; init; } = 15;

    /// <summary>Sound to keep on either side of a stretch, in seconds. 0 to 10. Default 0.1 by energy, 0.03 by silero.</summary>
    [JsonPropertyName("pad_seconds"), Range(0, 10)]
    public double? PadSeconds { get; init; }

    /// <summary>Probability at which speech begins.</summary>
    internal double UsedThreshold => Threshold ?? 0.5;

    /// <summary>Decibels below the loudest frame.</summary>
    internal double UsedThresholdDb => ThresholdDb ?? 30;

    /// <summary>Shortest pause that divides.</summary>
    internal double UsedMinPauseSeconds => MinPauseSeconds ?? (By == SegmentRule.Silero ? 0.1 : 0.3);

    /// <summary>Sound to keep on either side.</summary>
    internal double UsedPadSeconds => PadSeconds ?? (By == SegmentRule.Silero ? 0.03 : 0.1);

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (MinSeconds > MaxSeconds)
        {
            yield return new OptionProblem(
                "min_seconds",
                string.Create(CultureInfo.InvariantCulture, $"is {MinSeconds}, expected at most max_seconds ({MaxSeconds}). Swap them."));
        }

        if (By != SegmentRule.Silero)
        {
            foreach (var (key, value) in new (string, object?)[] { ("model", Model), ("threshold", Threshold) })
            {
                if (value is not null)
                {
                    yield return new OptionProblem(key, "is given, expected it with by: silero only. Remove it, or set by: silero.");
                }
            }

            yield break;
        }

        if (string.IsNullOrEmpty(Model))
        {
            yield return new OptionProblem(
                "model",
                "is missing, expected Silero's network as ONNX file. Get silero_vad.onnx (docs/corpora.md says where) and name its path.");
        }

        if (ThresholdDb is not null)
        {
            yield return new OptionProblem("threshold_db", "is given, expected it with by: energy only. Use threshold, a probability.");
        }

        var least = (2 * UsedPadSeconds) + (4 * WindowSeconds);
        if (MaxSeconds < least)
        {
            yield return new OptionProblem(
                "max_seconds",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"is {MaxSeconds}, expected at least {least} with this pad_seconds ({UsedPadSeconds}). Raise it."));
        }
    }
}

/// <summary>Rules that find speech in a recording.</summary>
public enum SegmentRule
{
    /// <summary>Frames that are loud beside the loudest.</summary>
    Energy,

    /// <summary>Windows that Silero's network takes for speech.</summary>
    Silero,
}
