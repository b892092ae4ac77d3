using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Audio.Augmentation;

/// <summary>
/// Number of altered copies of a recording, and limits of their changes. Every draw is uniform between both limits; zero leaves that
/// property unchanged.
/// </summary>
public sealed record WaveformAugmentationOptions : IValidatedOptions
{
    /// <summary>Copies of each recording. Range 1..100. Default 1.</summary>
    [JsonPropertyName("copies")]
    [Range(1, 100)]
    public int Copies { get; init; } = 1;

    /// <summary>
    /// Copies whose predictions are averaged with that of the recording, the first ones, wherever a model predicts a clip: test-time
    /// augmentation. Default null: none.
    /// </summary>
    [JsonPropertyName("test_time"), ParameterIfGiven]
    [Range(1, 100)]
    public int? TestTime { get; init; }

    /// <summary>
    /// Imitated speakers: one for each copy of each clip (each_clip), or one for the n-th copies of all clips (each_copy). Default
    /// each_clip.
    /// </summary>
    [JsonPropertyName("voice")]
    public VoiceDraw Voice { get; init; } = VoiceDraw.EachClip;

    /// <summary>Largest shift of the pitch in semitones, up or down. Default 3.</summary>
    [JsonPropertyName("pitch_semitones")]
    [Range(0.0, 12.0)]
    public double PitchSemitones { get; init; } = 3;

    /// <summary>Largest shift of the formants in per cent, up or down. Default 12.</summary>
    [JsonPropertyName("formant_percent")]
    [Range(0.0, 40.0)]
    public double FormantPercent { get; init; } = 12;

    /// <summary>Largest change of the tempo in per cent, faster or slower. Default 10.</summary>
    [JsonPropertyName("tempo_percent")]
    [Range(0.0, 40.0)]
    public double TempoPercent { get; init; } = 10;

    /// <summary>Largest change of the level in dB, up or down. Default 3.</summary>
    [JsonPropertyName("gain_db")]
    [Range(0.0, 40.0)]
    public double GainDb { get; init; } = 3;

    /// <summary>White noise this many dB below the recording; null adds none. Default null.</summary>
    [JsonPropertyName("signal_to_noise_db")]
    [Range(0.0, 100.0)]
    public double? SignalToNoiseDb { get; init; }

    /// <summary>Rooms that the copies sound in. Default null: as recorded.</summary>
    [JsonPropertyName("reverb"), ParameterIfGiven]
    public ReverbOptions? Reverb { get; init; }

    /// <summary>Echoes of the copies. Default null: none.</summary>
    [JsonPropertyName("echo"), ParameterIfGiven]
    public EchoOptions? Echo { get; init; }

    /// <summary>Band of frequencies that the copies keep, such as that of a telephone. Default null: all.</summary>
    [JsonPropertyName("band_pass"), ParameterIfGiven]
    public BandPassOptions? BandPass { get; init; }

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (TestTime > Copies)
        {
            yield return new OptionProblem(
                "test_time",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"is {TestTime}, expected at most copies ({Copies}), for the first of these are taken. Lower it or raise copies."));
        }

        if (TestTime is not null && Reverb is not null)
        {
            yield return new OptionProblem(
                "test_time",
                "is given beside reverb, expected copies that a model can make by itself, without a file of a room. Remove one of both.");
        }
    }
}
