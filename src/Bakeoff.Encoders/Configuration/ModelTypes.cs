using Bakeoff.Encoders.Storage;
using Bakeoff.Options;

namespace Bakeoff.Encoders.Configuration;

/// <summary>Names of the architectures in config.json.</summary>
internal static class ModelTypes
{
    private static readonly (string Name, EncoderArchitecture Architecture)[] Known =
    [
        ("wav2vec2", EncoderArchitecture.Wav2Vec2),
        ("hubert", EncoderArchitecture.Hubert),
        ("wavlm", EncoderArchitecture.WavLm),
        ("data2vec-audio", EncoderArchitecture.Data2VecAudio),
        ("whisper", EncoderArchitecture.Whisper),
    ];

    /// <exception cref="EncoderFormatException">The file names no architecture, or one that is not known.</exception>
    public static EncoderArchitecture Read(JsonSettings config)
    {
        var name = config.Text("model_type");
        var found = Array.FindIndex(Known, item => item.Name == name);
        return found >= 0
            ? Known[found].Architecture
            : throw new EncoderFormatException(config.Path, new ErrorDetails(name is null ? "model_type is missing" : "model_type")
            {
                Value = name,
                Rule = $"one of {string.Join(", ", Known.Select(static item => item.Name))}",
                NextStep = "Run other encoders from an ONNX file.",
            });
    }

    public static string NameOf(EncoderArchitecture architecture) => Array.Find(Known, item => item.Architecture == architecture).Name;
}
