using Bakeoff.Encoders.Configuration;

namespace Bakeoff.Encoders;

/// <summary>Both files of settings in an encoder's folder.</summary>
internal sealed record EncoderSettings(
    EncoderArchitecture Architecture, TransformerShape Shape, int SampleRateHz, JsonSettings Config, JsonSettings Preprocessor)
{
    public static EncoderSettings Read(string folder)
    {
        var (config, preprocessor) = (JsonSettings.Read(folder, "config.json"), JsonSettings.Read(folder, "preprocessor_config.json"));
        var architecture = ModelTypes.Read(config);
        return new EncoderSettings(
            architecture,
            TransformerShape.Read(config, architecture == EncoderArchitecture.Whisper),
            preprocessor.Count("sampling_rate", 16_000),
            config,
            preprocessor);
    }

    public WaveformConfig Waveform() => WaveformConfig.Read(Architecture, Config, Preprocessor);

    public WhisperConfig Whisper() => WhisperConfig.Read(Config, Preprocessor);

    public EncoderDescription Describe(int hopLength, int leastSamples) => new()
    {
        Architecture = Architecture,
        Width = Shape.Width,
        FeatureWidth = Architecture == EncoderArchitecture.Whisper ? null : Waveform().FeatureWidth,
        LayerCount = Shape.LayerCount,
        SampleRateHz = SampleRateHz,
        HopLength = hopLength,
        LeastSamples = leastSamples,
    };
}
