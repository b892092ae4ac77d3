using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Neural.Augmentation;

/// <summary>Random changes to the standardised features of training clips, drawn anew in each epoch from a stream of their own.</summary>
/// <remarks>Order: time stretch, gain, noise, time masks, feature masks. Masks follow SpecAugment (Park
/// et al., 2019); masked values become 0, the training mean.</remarks>
public sealed record AugmentationOptions : IValidatedOptions
{
    /// <summary>Largest change of tempo: frames are resampled by a factor drawn from 1 - x to 1 + x,
    /// linearly interpolated. Range 0 to 0.9. Default 0: off.</summary>
    [JsonPropertyName("time_stretch")]
    [Range(0.0, 0.9)]
    public double TimeStretch { get; init; }

    /// <summary>Largest gain: a clip's features are multiplied by a factor drawn from 1 -
    /// x to 1 + x. Range 0 to 0.9. Default 0: off.</summary>
    [JsonPropertyName("gain")]
    [Range(0.0, 0.9)]
    public double Gain { get; init; }

    /// <summary>Standard deviation of Gaussian noise added to each standardised value. Range 0..10. Default 0: off.</summary>
    [JsonPropertyName("noise")]
    [Range(0.0, 10.0)]
    public double Noise { get; init; }

    /// <summary>Blocks of frames set to 0 per clip. Range 0..100. Default 0: off.</summary>
    [JsonPropertyName("time_masks")]
    [Range(0, 100)]
    public int TimeMasks { get; init; }

    /// <summary>Longest block of masked frames; never more than half of a clip. Range 1..100000. Default 10.</summary>
    [JsonPropertyName("time_mask_frames")]
    [Range(1, 100000)]
    public int TimeMaskFrames { get; init; } = 10;

    /// <summary>Blocks of neighbouring features set to 0 per clip. Range 0..100. Default 0: off.</summary>
    [JsonPropertyName("feature_masks")]
    [Range(0, 100)]
    public int FeatureMasks { get; init; }

    /// <summary>Widest block of masked features; never more than half of them. Range 1..100000. Default 5.</summary>
    [JsonPropertyName("feature_mask_width")]
    [Range(1, 100000)]
    public int FeatureMaskWidth { get; init; } = 5;

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        foreach (var (key, value, limit) in new[] { ("time_stretch", TimeStretch, 0.9), ("gain", Gain, 0.9), ("noise", Noise, 10) })
        {
            if (!(value >= 0 && value <= limit))
            {
                yield return new OptionProblem(
                    key,
                    FormattableString.Invariant($"is {value}, expected 0 to {limit}. Use 0 to turn it off."));
            }
        }

        foreach (
            var (key, value, least) in new[]
            {
                ("time_masks", TimeMasks, 0),
                ("time_mask_frames", TimeMaskFrames, 1),
                ("feature_masks", FeatureMasks, 0),
                ("feature_mask_width", FeatureMaskWidth, 1),
            })
        {
            if (value < least)
            {
                yield return new OptionProblem(key, FormattableString.Invariant($"is {value}, expected at least {least}. Raise it."));
            }
        }
    }
}
