namespace Bakeoff.Encoders.Configuration;

/// <summary>Families of encoders, named as <c>model_type</c> in config.json.</summary>
public enum EncoderArchitecture
{
    /// <summary>wav2vec 2.0 (Baevski et al., 2020): <c>wav2vec2</c>.</summary>
    Wav2Vec2,

    /// <summary>HuBERT (Hsu et al., 2021): <c>hubert</c>.</summary>
    Hubert,

    /// <summary>WavLM (Chen et al., 2022): <c>wavlm</c>.</summary>
    WavLm,

    /// <summary>data2vec on audio (Baevski et al., 2022): <c>data2vec-audio</c>.</summary>
    Data2VecAudio,

    /// <summary>The encoder of Whisper (Radford et al., 2022): <c>whisper</c>.</summary>
    Whisper,
}
