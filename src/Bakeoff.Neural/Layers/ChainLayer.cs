using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>Layers one after another as a single one.</summary>
internal sealed class ChainLayer : Layer
{
    private readonly IReadOnlyList<Layer> _layers;

    public ChainLayer(string name, IReadOnlyList<Layer> layers)
        : base(name, layers[0].Input, layers[^1])
    {
        _layers = layers;
    }

    public override void Initialize(SeededRandom random) => Initialize(_layers, random);

    public override void Forward(Activations input, PassContext context) => Forward(_layers, input, context);

    public override void Backward(Activations input, PassContext context, bool wantInputGradient) =>
        Backward(_layers, input, context, wantInputGradient);

    /// <summary>Fills the first weights of each layer from a stream of its own.</summary>
    public static void Initialize(IReadOnlyList<Layer> layers, SeededRandom random)
    {
        foreach (var layer in layers)
        {
            layer.Initialize(random.Stream(layer.Name));
        }
    }

    /// <summary>Computes the results of all layers, first to last.</summary>
    public static void Forward(IReadOnlyList<Layer> layers, Activations input, PassContext context)
    {
        foreach (var layer in layers)
        {
            layer.Forward(input, context);
            input = layer.Result;
        }
    }

    /// <summary>Computes gradients from those of the last result.</summary>
    public static void Backward(IReadOnlyList<Layer> layers, Activations input, PassContext context, bool wantInputGradient)
    {
        for (var i = layers.Count - 1; i >= 0; i--)
        {
            layers[i].Backward(i == 0 ? input : layers[i - 1].Result, context, wantInputGradient || i > 0);
        }
    }
}
