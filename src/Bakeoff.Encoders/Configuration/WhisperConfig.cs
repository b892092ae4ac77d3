namespace Bakeoff.Encoders.Configuration;

/// <summary>Form of Whisper's encoder and of its log-mel front end.</summary>
internal sealed record WhisperConfig
{
    /// <summary>The transformer.</summary>
    public required TransformerShape Transformer { get; init; }

    /// <summary>Mel bands.</summary>
    public required int MelBandCount { get; init; }

    /// <summary>Frames of a window after the second convolution: 1500 for 30 s.</summary>
    public required int FrameCount { get; init; }

    /// <summary>Samples of a Fourier transform.</summary>
    public required int FftLength { get; init; }

    /// <summary>Samples between log-mel frames.</summary>
    public required int HopLength { get; init; }

    /// <summary>Reads and checks both files of settings.</summary>
    public static WhisperConfig Read(JsonSettings config, JsonSettings preprocessor)
    {
        var bands = config.Count("num_mel_bins", 80);
        var given = preprocessor.Count("feature_size", bands);
        var fftLength = preprocessor.Count("n_fft", 400);
        return given != bands
            ? throw preprocessor.Wrong(
                "feature_size", FormattableString.Invariant($"{given}"), FormattableString.Invariant($"{bands} (num_mel_bins)"))
            : fftLength % 2 != 0
            ? throw preprocessor.Wrong("n_fft", FormattableString.Invariant($"{fftLength}"), "an even number")
            : new WhisperConfig
            {
                Transformer = TransformerShape.Read(config, isWhisper: true),
                MelBandCount = bands,
                FrameCount = config.Count("max_source_positions", 1500),
                FftLength = fftLength,
                HopLength = preprocessor.Count("hop_length", 160),
            };
    }
}
