using System.Globalization;

namespace Bakeoff.Experiments.Configuration;

/// <summary>A change of recordings that a condition of a stress test makes.</summary>
internal enum StressKind
{
    /// <summary>White Gaussian noise, by dB of mean power below the recording.</summary>
    WhiteNoise,

    /// <summary>Recorded noise, by dB of mean power below the recording.</summary>
    RecordedNoise,

    /// <summary>A tone between 5 and 7 kHz, by dB of its peak below that of the recording.</summary>
    Tone,

    /// <summary>Another level, in dB.</summary>
    Gain,

    /// <summary>Clipping, by the samples that reach full scale in a thousand.</summary>
    Clipping,

    /// <summary>Low pass of the first order, in hertz.</summary>
    LowPass,

    /// <summary>High pass of the first order, in hertz.</summary>
    HighPass,

    /// <summary>Telephone line that codes by A-law.</summary>
    TelephoneALaw,

    /// <summary>Telephone line that codes by mu-law.</summary>
    TelephoneMuLaw,

    /// <summary>MP3, in kbit/s.</summary>
    Mp3,

    /// <summary>Opus, in kbit/s.</summary>
    Opus,

    /// <summary>A room, by its impulse response.</summary>
    Room,

    /// <summary>Milliseconds left out at the start.</summary>
    CropStart,

    /// <summary>Milliseconds left out at the end.</summary>
    CropEnd,

    /// <summary>Samples left out at the start.</summary>
    CropStartSamples,

    /// <summary>Samples left out at the end.</summary>
    CropEndSamples,

    /// <summary>Milliseconds of digital silence before the recording.</summary>
    SilenceStart,

    /// <summary>Milliseconds of digital silence after the recording.</summary>
    SilenceEnd,

    /// <summary>Samples of digital silence before the recording.</summary>
    SilenceStartSamples,

    /// <summary>Samples of digital silence after the recording.</summary>
    SilenceEndSamples,

    /// <summary>Another speaking rate, in per cent.</summary>
    Tempo,

    /// <summary>Another sampling rate, in hertz.</summary>
    Rate,
}

/// <summary>A form of names of conditions, such as <c>noise_20db</c>: words, a whole number, a unit.</summary>
/// <param name="Words">Words before the number, or the whole name where there is no number.</param>
/// <param name="Unit">Unit after the number; empty for a name without a number.</param>
/// <param name="Least">Smallest number.</param>
/// <param name="Most">Largest number.</param>
/// <param name="Kind">What the condition does.</param>
internal sealed record StressForm(string Words, string Unit, int Least, int Most, StressKind Kind)
{
    /// <summary>All forms that need no files.</summary>
    public static IReadOnlyList<StressForm> All { get; } =
    [
        new("noise", "db", -20, 100, StressKind.WhiteNoise),
        new("tone", "db", 0, 100, StressKind.Tone),
        new("gain", "db", -60, 60, StressKind.Gain),
        new("clipping", "permille", 1, 500, StressKind.Clipping),
        new("low_pass", "hz", 50, 48000, StressKind.LowPass),
        new("high_pass", "hz", 10, 10000, StressKind.HighPass),
        new("telephone_alaw", "", 0, 0, StressKind.TelephoneALaw),
        new("telephone_mulaw", "", 0, 0, StressKind.TelephoneMuLaw),
        new("mp3", "kbps", 8, 320, StressKind.Mp3),
        new("opus", "kbps", 6, 256, StressKind.Opus),
        new("crop_start", "ms", 1, 60_000, StressKind.CropStart),
        new("crop_end", "ms", 1, 60_000, StressKind.CropEnd),
        new("crop_start", "samples", 1, 1_000_000, StressKind.CropStartSamples),
        new("crop_end", "samples", 1, 1_000_000, StressKind.CropEndSamples),
        new("silence_start", "ms", 1, 60_000, StressKind.SilenceStart),
        new("silence_end", "ms", 1, 60_000, StressKind.SilenceEnd),
        new("silence_start", "samples", 1, 1_000_000, StressKind.SilenceStartSamples),
        new("silence_end", "samples", 1, 1_000_000, StressKind.SilenceEndSamples),
        new("tempo", "pct", 50, 200, StressKind.Tempo),
        new("rate", "hz", 4000, 192_000, StressKind.Rate),
    ];

    /// <summary>The form of noises from files, whose words are the user's own.</summary>
    public static StressForm RecordedNoise(string words) => new(words, "db", -20, 100, StressKind.RecordedNoise);

    /// <summary>The form as messages show it: <c>noise_NUMBERdb</c>.</summary>
    public string Example => Unit.Length == 0 ? Words : $"{Words}_NUMBER{Unit}";

    /// <summary>The range of the number, for messages.</summary>
    public string Range => string.Create(CultureInfo.InvariantCulture, $"{Least} to {Most}");

    /// <summary>The number in a name of this form, in range or not; null if the name has another form.</summary>
    public int? NumberIn(string name) =>
        Unit.Length == 0 ? (name == Words ? 0 : null)
        : name.Length > Words.Length + Unit.Length + 1
            && name.StartsWith($"{Words}_", StringComparison.Ordinal)
            && name.EndsWith(Unit, StringComparison.Ordinal)
            && int.TryParse(
                name.AsSpan(Words.Length + 1, name.Length - Words.Length - Unit.Length - 1),
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var number)
            && name == NameOf(number)
                ? number
                : null;

    private string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{Words}_{number}{Unit}");
}
