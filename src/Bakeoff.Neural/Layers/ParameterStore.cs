namespace Bakeoff.Neural.Layers;

/// <summary>All weights of a network in one array and their gradients in another, so that optimizers, copies and checkpoints are one pass each.</summary>
/// <remarks>Trainable tensors come in the order of creation; statistics live in an array of their own because no gradient belongs to them.</remarks>
internal sealed class ParameterStore
{
    private readonly List<Parameter> _parameters = [];
    private int _trainable;
    private int _statistics;

    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>Tensors in <see cref="Values"/>, in order.</summary>
    public Parameter[] Trainable { get; private set; } = [];

    /// <summary>Weights that gradients change.</summary>
    public float[] Values { get; private set; } = [];

    /// <summary>Gradient of the loss by each of <see cref="Values"/>.</summary>
    public float[] Gradients { get; private set; } = [];

    /// <summary>Running statistics.</summary>
    public float[] Statistics { get; private set; } = [];

    public Parameter Add(string name, int[] shape, bool trainable = true, bool decays = false)
    {
        var parameter = new Parameter(name, shape, trainable ? _trainable : _statistics, trainable, decays);
        if (trainable)
        {
            _trainable = checked(_trainable + parameter.Length);
        }
        else
        {
            _statistics = checked(_statistics + parameter.Length);
        }

        _parameters.Add(parameter);
        return parameter;
    }

    /// <summary>Makes the arrays once all layers have added their tensors.</summary>
    public void Allocate()
    {
        Trainable = [.. _parameters.Where(parameter => parameter.IsTrainable)];
        Values = new float[_trainable];
        Gradients = new float[_trainable];
        Statistics = new float[_statistics];
    }

    public Span<float> Value(Parameter parameter) => (parameter.IsTrainable ? Values : Statistics).AsSpan(parameter.Offset, parameter.Length);

    public Span<float> Gradient(Parameter parameter) => Gradients.AsSpan(parameter.Offset, parameter.Length);
}
