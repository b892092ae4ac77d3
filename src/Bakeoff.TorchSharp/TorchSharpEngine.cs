using Bakeoff.Neural;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Engines;
using Bakeoff.Neural.Training;
using TorchSharp;

namespace Bakeoff.TorchSharp;

/// <summary>Trains with libtorch, on the processor or on a graphics card. Fast on large networks; bits may differ from run to run.</summary>
/// <remarks>Clip order, learning rates, augmentation and first weights are those of the managed engine; dropout draws from libtorch's own generator, seeded. No checkpoints: an interrupted training begins anew.</remarks>
public sealed class TorchSharpEngine : ITrainingEngine
{
    private const string EngineName = "torchsharp";

    /// <summary>Loads libtorch.</summary>
    /// <exception cref="EngineException">Its native libraries cannot be loaded on this machine.</exception>
    public TorchSharpEngine()
    {
        NativeLibraries.Load(EngineName);
        torch.InitializeDeviceType(DeviceType.CPU);
    }

    /// <inheritdoc/>
    public string Name => EngineName;

    /// <inheritdoc/>
    public string Version => $"{typeof(TorchSharpEngine).Assembly.GetName().Version!.ToString(3)} (TorchSharp {typeof(torch).Assembly.GetName().Version!.ToString(3)}, libtorch {torch.__version__})";

    /// <inheritdoc/>
    public bool IsDeterministic => false;

    /// <inheritdoc/>
    public string ResolveDevice(string wish)
    {
        ArgumentNullException.ThrowIfNull(wish);
        if (wish == "cpu")
        {
            return wish;
        }

        var cards = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        if (wish == "auto")
        {
            return cards > 0 ? "cuda:0" : "cpu";
        }

        var number = wish == "cuda" ? 0 : int.Parse(wish["cuda:".Length..], System.Globalization.CultureInfo.InvariantCulture);
        return number < cards
            ? FormattableString.Invariant($"cuda:{number}")
            : throw new EngineException(EngineName, FormattableString.Invariant($"device is '{wish}', but libtorch finds {cards} graphics cards here. Use auto or cpu, or install the engine with --device=cuda."));
    }

    /// <inheritdoc/>
    public TrainingHistory Train(TrainingTask task, IProgress<EpochResult>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(task);
        torch.set_num_threads(task.Pool.ThreadCount);
        torch.manual_seed(unchecked((long)task.Seed));
        TorchSteps? steps = null;
        try
        {
            return TrainingLoop.Run(task, sound => steps = new TorchSteps(sound), progress, cancellation);
        }
        finally
        {
            steps?.Dispose();
        }
    }

    /// <inheritdoc/>
    public float[,] Predict(Network network, SequenceSet clips, string device)
    {
        using var built = new TorchNetwork(network, torch.device(device));
        return TrainingLoop.Predict(network, clips, (batch, logits) => built.Judge(batch, logits));
    }
}
