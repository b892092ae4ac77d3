namespace Bakeoff.Neural.Layers;

/// <summary>All weights of a network in one array and their gradients in another, so that
/// optimizers, copies and checkpoints are one pass each.</summary>
/// <remarks>Trainable tensors come in the order of creation; statistics live in an
/// array of their own because they have no gradient.</remarks>
internal sealed class ParameterStore
{
    private readonly List<NetworkTensor> _tensors = [];
    private int _trainable;
    private int _statistics;

    /// <summary>Tensors in the order of the layers.</summary>
    public IReadOnlyList<NetworkTensor> Tensors => _tensors;

    /// <summary>Tensors in <see cref="Values"/>, in order.</summary>
    public NetworkTensor[] Trainable { get; private set; } = [];

    /// <summary>Weights that training changes.</summary>
    public float[] Values { get; private set; } = [];

    /// <summary>Gradient of the loss by each of <see cref="Values"/>.</summary>
    public float[] Gradients { get; private set; } = [];

    /// <summary>Running statistics.</summary>
    public float[] Statistics { get; private set; } = [];

    public NetworkTensor Add(string name, int[] shape, bool isTrainable = true, bool decays = false)
    {
        var tensor = new NetworkTensor(this, name, shape, isTrainable ? _trainable : _statistics)
        {
            IsTrainable = isTrainable,
            Decays = decays,
        };
        if (isTrainable)
        {
            _trainable = checked(_trainable + tensor.Length);
        }
        else
        {
            _statistics = checked(_statistics + tensor.Length);
        }

        _tensors.Add(tensor);
        return tensor;
    }

    /// <summary>Allocates the arrays once all layers have added their tensors.</summary>
    public void Allocate()
    {
        Trainable = [.. _tensors.Where(static tensor => tensor.IsTrainable)];
        Values = new float[_trainable];
        Gradients = new float[_trainable];
        Statistics = new float[_statistics];
    }
}
