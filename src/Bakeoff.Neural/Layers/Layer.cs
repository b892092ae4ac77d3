using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>One layer: maps the rows of a batch forward and their gradients backward. Keeps the values
/// of the last forward pass that its backward pass needs.</summary>
/// <remarks>
/// Determinism: sums must run in an order that depends neither on vector width nor on the thread count, and random numbers must come from
/// <see cref="PassContext.Dropout"/>. Not thread-safe.
/// </remarks>
public abstract class Layer
{
    /// <summary>Creates a layer.</summary>
    /// <param name="name">Kind and number: <see cref="LayerBuilder.Name"/>.</param>
    /// <param name="input">Shape of the rows that the layer receives.</param>
    /// <param name="output">Shape of the rows that it returns.</param>
    protected Layer(string name, LayerShape input, LayerShape output)
    {
        Name = name;
        Input = input;
        Output = output;
    }

    /// <summary>Creates a layer of several, whose result is that of the last one.</summary>
    private protected Layer(string name, LayerShape input, Layer last)
        : this(name, input, last.Output)
    {
        Result = last.Result;
    }

    /// <summary>Kind and number, such as <c>lstm_1</c>.</summary>
    public string Name { get; }

    /// <summary>Shape of the rows that the layer receives.</summary>
    public LayerShape Input { get; }

    /// <summary>Shape of the rows that the layer returns.</summary>
    public LayerShape Output { get; }

    /// <summary>Output of the last forward pass, and the gradient that the next layer wrote for it.</summary>
    public Activations Result { get; } = new();

    /// <summary>
    /// True if the forward pass of a prediction can take the frames of one clip part by part, with the same result at its end.
    /// </summary>
    internal virtual bool TakesParts => !Input.IsSequence;

    /// <summary>Fills the first weights; tensors are zero before.</summary>
    /// <param name="random">The layer's own stream, so that other layers do not change its weights.</param>
    public virtual void Initialize(SeededRandom random)
    {
    }

    /// <summary>Computes <see cref="Result"/>: resizes it, then fills <see cref="Activations.Values"/>.</summary>
    /// <param name="input">Result of the layer before.</param>
    /// <param name="context">Settings of the pass.</param>
    public abstract void Forward(Activations input, PassContext context);

    /// <summary>Writes the gradients of all weights and, if asked for, of the input, from the gradients of <see cref="Result"/>. Follows a
    /// forward pass with the same input.</summary>
    /// <param name="input">Result of the layer before, whose <see cref="Activations.Gradients"/> are overwritten.</param>
    /// <param name="context">Settings of the pass.</param>
    /// <param name="wantInputGradient">False for the first layer, whose input gradients nobody reads.</param>
    public abstract void Backward(Activations input, PassContext context, bool wantInputGradient);

    /// <summary>Throws if a clip has a number of frames that the layer cannot work on.</summary>
    /// <param name="frames">Frames of each clip before the layer.</param>
    /// <exception cref="LayerShapeException">A clip is too short or of another length than the layer needs.</exception>
    public virtual void CheckLengths(ReadOnlySpan<int> frames)
    {
    }

    /// <summary>Replaces the number of frames of each clip before the layer by the number after it; unchanged unless overridden.</summary>
    /// <param name="frames">Frames of each clip.</param>
    public virtual void MapLengths(Span<int> frames)
    {
    }
}
