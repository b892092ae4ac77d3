using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>One layer: maps the rows of a batch forward and their gradients backward. Keeps what backward needs of the last forward.</summary>
internal abstract class Layer(string name, LayerShape input, LayerShape output)
{
    /// <summary>Kind and number, such as <c>lstm_1</c>.</summary>
    public string Name { get; } = name;

    public LayerShape Input { get; } = input;

    public LayerShape Output { get; } = output;

    /// <summary>Output of the last forward pass and the gradient that the next layer wrote for it.</summary>
    public Activations Result { get; } = new();

    /// <summary>Fills the weights from the network's stream for this layer.</summary>
    public virtual void Initialize(SeededRandom random)
    {
    }

    /// <summary>Computes <see cref="Result"/> from the input.</summary>
    public abstract void Forward(Activations input, PassContext context);

    /// <summary>Writes weight gradients from <see cref="Result"/>'s gradients and, when wanted, the input's gradients.</summary>
    public abstract void Backward(Activations input, PassContext context, bool wantInputGradient);

    /// <summary>Checks what only the data tells: the frames of each clip.</summary>
    public virtual void CheckLengths(ReadOnlySpan<int> frames)
    {
    }

    /// <summary>Replaces the frames of each clip before the layer by those after it.</summary>
    public virtual void MapLengths(Span<int> frames)
    {
    }
}
