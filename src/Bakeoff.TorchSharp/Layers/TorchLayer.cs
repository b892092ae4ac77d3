using Bakeoff.Encoders.FineTuning;
using Bakeoff.Neural.Layers;

namespace Bakeoff.TorchSharp.Layers;

/// <summary>One layer, computed by libtorch.</summary>
internal abstract class TorchLayer(int features) : IDisposable
{
    /// <summary>Values in a row of the output.</summary>
    public int Features { get; } = features;

    public abstract Rows Forward(Rows input, TrainingPass? training);

    public virtual void Dispose()
    {
    }

    /// <summary>Creates the layer for its options.</summary>
    /// <param name="name">Kind and number, which the names of its tensors begin with.</param>
    /// <param name="options">The layer's options.</param>
    /// <param name="features">Values in a row of the input.</param>
    /// <param name="parameters">The network's tensors.</param>
    public static TorchLayer Create(string name, LayerOptions options, int features, TorchParameters parameters) =>
        options switch
        {
            MaskingOptions => new MaskingLayer(features),
            DenseOptions dense => new DenseLayer(name, dense.Units, dense.Activation, parameters),
            DropoutOptions dropout => new DropoutLayer(name, features, dropout.Rate),
            ActivationOptions activation => new ActivationLayer(features, activation.Function),
            ReshapeOptions reshape => new ReshapeLayer(reshape.Shape),
            Conv1dOptions convolution => new Conv1dLayer(name, convolution, parameters),
            MaxPooling1dOptions pooling => new Pooling1dLayer(
                features,
                pooling.PoolSize,
                pooling.Stride ?? pooling.PoolSize,
                isMaximum: true),
            AveragePooling1dOptions pooling => new Pooling1dLayer(
                features,
                pooling.PoolSize,
                pooling.Stride ?? pooling.PoolSize,
                isMaximum: false),
            GlobalAveragePoolingOptions => new GlobalAveragePoolingLayer(features),
            AttentionPoolingOptions attention => new AttentionPoolingLayer(name, features, attention.Summary, parameters),
            SelfAttentionOptions attention => new SelfAttentionLayer(name, features, attention.Heads, attention.Dropout, parameters),
            TransformerOptions transformer => new TransformerLayer(name, features, transformer, parameters),
            PositionsOptions => new PositionsLayer(features),
            BatchNormalizationOptions normalization => new BatchNormalizationLayer(name, features, normalization, parameters),
            LayerNormalizationOptions normalization => new LayerNormalizationLayer(name, features, normalization, parameters),
            LayerMixOptions mix => new LayerMixLayer(name, features, mix.States, parameters),
            EncoderOptions encoder => new EncoderLayer(name, encoder, encoder.ReadForm(), parameters),
            LstmOptions lstm => new RecurrentLayer(name, features, RecurrentShape.Of(lstm), parameters),
            GruOptions gru => new RecurrentLayer(name, features, RecurrentShape.Of(gru), parameters),
            _ => throw TorchSharpEngine.Unknown(name, options.Kind),
        };
}
