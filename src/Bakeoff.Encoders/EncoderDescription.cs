using Bakeoff.Encoders.Configuration;

namespace Bakeoff.Encoders;

/// <summary>Facts of an encoder.</summary>
public sealed record EncoderDescription
{
    /// <summary>The family.</summary>
    public required EncoderArchitecture Architecture { get; init; }

    /// <summary>Values of a hidden state.</summary>
    public required int Width { get; init; }

    /// <summary>Values of a frame behind the convolutions; null for Whisper, which has no such front end.</summary>
    public required int? FeatureWidth { get; init; }

    /// <summary>Transformer layers of the network, whether they are loaded or not.</summary>
    public required int LayerCount { get; init; }

    /// <summary>Rate in hertz of the samples that it takes.</summary>
    public required int SampleRateHz { get; init; }

    /// <summary>Samples between frames.</summary>
    public required int HopLength { get; init; }

    /// <summary>Fewest samples of a clip: those under one frame.</summary>
    public required int LeastSamples { get; init; }
}
