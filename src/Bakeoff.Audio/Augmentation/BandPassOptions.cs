using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Audio.Augmentation;

/// <summary>The band of frequencies that altered copies keep. Default: that of a telephone.</summary>
public sealed record BandPassOptions : IValidatedOptions
{
    /// <summary>Lowest frequency that passes whole, in hertz; 60 dB less from 150 Hz below it on, or from half of it. Default 300.</summary>
    [JsonPropertyName("low_hz")]
    [Range(20.0, 20000.0)]
    public double LowHz { get; init; } = 300;

    /// <summary>
    /// Highest frequency that passes whole, in hertz; 60 dB less from 150 Hz above it on. A recording that ends below keeps all above
    /// low_hz. Default 3400.
    /// </summary>
    [JsonPropertyName("high_hz")]
    [Range(20.0, 48000.0)]
    public double HighHz { get; init; } = 3400;

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (LowHz >= HighHz)
        {
            yield return new OptionProblem(
                "low_hz",
                string.Create(CultureInfo.InvariantCulture, $"is {LowHz}, expected less than high_hz ({HighHz}). Lower it or raise high_hz."));
        }
    }
}
