namespace Bakeoff.Neural.Engines;

/// <summary>A network that an <see cref="IModelEngine"/> has loaded.</summary>
/// <remarks>Runs may go on in several threads at once. One run uses the thread that asks for it and no other, so its result does not
/// depend on the number of threads.</remarks>
public interface IModelSession : IDisposable
{
    /// <summary>The tensors that a run needs, in the file's order.</summary>
    IReadOnlyList<TensorForm> Inputs { get; }

    /// <summary>The tensors that a run gives, in the file's order.</summary>
    IReadOnlyList<TensorForm> Outputs { get; }

    /// <summary>Runs the network once.</summary>
    /// <param name="inputs">A value for each input.</param>
    /// <param name="outputs">Names of the outputs to give; each holds float32.</param>
    /// <returns>The outputs in the order of their names.</returns>
    /// <exception cref="EngineException">An input does not fit, an output is not float32, or the network fails.</exception>
    IReadOnlyList<FloatTensor> Run(IReadOnlyList<ModelTensor> inputs, IReadOnlyList<string> outputs);
}
