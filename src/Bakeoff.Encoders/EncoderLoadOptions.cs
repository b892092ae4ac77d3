namespace Bakeoff.Encoders;

/// <summary>Choices when an encoder is loaded.</summary>
public sealed record EncoderLoadOptions
{
    /// <summary>
    /// Last hidden state wanted, or <see cref="SpeechEncoder.Convolutions"/>; layers behind it are neither read nor run. Default null: all
    /// layers.
    /// </summary>
    public int? LastState { get; init; }

    /// <summary>Seconds of a window; a longer clip goes in several. Whisper's own 30 s are not exceeded. Default 30.</summary>
    public double WindowSeconds { get; init; } = 30;

    /// <summary>Seconds that neighbouring windows share, less than half a window. Default 5.</summary>
    public double OverlapSeconds { get; init; } = 5;
}
