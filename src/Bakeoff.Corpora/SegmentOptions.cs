using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Corpora;

/// <summary>Division of long recordings into stretches of speech, each a clip with what is stated of its file.</summary>
/// <remarks>
/// By energy: frames of 25 ms begin every 10 ms; a frame is speech if its mean square over all channels is at most
/// <see cref="ThresholdDb"/> below that of the file's loudest frame. Pauses below <see cref="MinPauseSeconds"/> are bridged, stretches below
/// <see cref="MinSeconds"/> dropped, the others padded, to the middle of a pause at most, and those above <see cref="MaxSeconds"/> cut into
/// equal parts. Equal samples give equal bounds on every machine.
/// </remarks>
[ScalarShorthand("by")]
public sealed record SegmentOptions : IValidatedOptions
{
    /// <summary>Rule that finds speech. Default energy.</summary>
    [JsonPropertyName("by")]
    public SegmentRule By { get; init; } = SegmentRule.Energy;

    /// <summary>Level below the loudest frame of the file down to which a frame is speech, in decibels. Above 0 to 120. Default 30.</summary>
    [JsonPropertyName("threshold_db"), Range(1, 120)]
    public double ThresholdDb { get; init; } = 30;

    /// <summary>Shortest pause that divides, in seconds. 0 to 60. Default 0.3.</summary>
    [JsonPropertyName("min_pause_seconds"), Range(0, 60)]
    public double MinPauseSeconds { get; init; } = 0.3;

    /// <summary>Shortest stretch, before it is padded, in seconds. 0 to 60. Default 0.25.</summary>
    [JsonPropertyName("min_seconds"), Range(0, 60)]
    public double MinSeconds { get; init; } = 0.25;

    /// <summary>Longest stretch in seconds; longer ones are cut into equal parts. At least 0.1. Default 15.</summary>
    [JsonPropertyName("max_seconds"), Range(0.1, 3600)]
    public double MaxSeconds { get; init; } = 15;

    /// <summary>Sound to keep on either side of a stretch, in seconds. 0 to 10. Default 0.1.</summary>
    [JsonPropertyName("pad_seconds"), Range(0, 10)]
    public double PadSeconds { get; init; } = 0.1;

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (MinSeconds > MaxSeconds)
        {
            yield return new OptionProblem(
                "min_seconds",
                string.Create(CultureInfo.InvariantCulture, $"is {MinSeconds}, expected at most max_seconds ({MaxSeconds}). Swap them."));
        }
    }
}

/// <summary>Rules that find speech in a recording.</summary>
public enum SegmentRule
{
    /// <summary>Frames that are loud beside the loudest.</summary>
    Energy,
}
