using Bakeoff.Options;

namespace Bakeoff.Neural.Layers;

/// <summary>A layer cannot work on its input shape; thrown before training starts.</summary>
public sealed class LayerShapeException : BakeoffException
{
    /// <summary>Creates the error of a layer.</summary>
    /// <param name="layer">Name of the layer, such as <c>lstm_1</c>.</param>
    /// <param name="shape">Input shape, such as <c>[clips, frames, 40]</c>.</param>
    /// <param name="expected">The shape that the layer needs.</param>
    /// <param name="nextStep">Advice on what to change.</param>
    public LayerShapeException(string layer, string shape, string expected, string nextStep)
        : base(new ErrorDetails("input shape") { Where = layer, Value = shape, Rule = expected, NextStep = nextStep })
    {
        Layer = layer;
        Shape = shape;
    }

    /// <inheritdoc cref="LayerShapeException(string, string, string, string)"/>
    public LayerShapeException(string layer, LayerShape shape, string expected, string nextStep)
        : this(layer, shape.ToString(), expected, nextStep)
    {
    }

    /// <summary>Name of the layer, such as <c>lstm_1</c>.</summary>
    public string Layer { get; }

    /// <summary>Input shape of the layer.</summary>
    public string Shape { get; }
}
