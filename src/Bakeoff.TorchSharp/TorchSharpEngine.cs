using System.Globalization;
using Bakeoff.Neural;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Engines;
using Bakeoff.Neural.Training;
using Bakeoff.Options;
using TorchSharp;

namespace Bakeoff.TorchSharp;

/// <summary>Trains with libtorch, on the processor or on a graphics card. Fast on
/// large networks; bits may differ from run to run.</summary>
/// <remarks>Clip order, learning rates, augmentation and first weights are those of the managed engine; dropout draws from libtorch's own
/// generator, seeded. An interrupted training resumes after its last finished epoch.</remarks>
public sealed class TorchSharpEngine : ITrainingEngine
{
    internal const string EngineName = "torchsharp";

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
    public string Version => $"{VersionOf(typeof(TorchSharpEngine))} (TorchSharp {VersionOf(typeof(torch))}, libtorch {torch.__version__})";

    /// <inheritdoc/>
    public bool IsDeterministic => false;

    /// <inheritdoc/>
    public string ResolveDevice(string requested)
    {
        ArgumentNullException.ThrowIfNull(requested);
        if (requested == "cpu")
        {
            return requested;
        }

        var cards = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        if (requested == "auto")
        {
            return cards > 0 ? "cuda:0" : "cpu";
        }

        var number = requested == "cuda" ? 0 : int.Parse(requested["cuda:".Length..], CultureInfo.InvariantCulture);
        return number < cards
            ? FormattableString.Invariant($"cuda:{number}")
            : throw new EngineException(EngineName, new ErrorDetails("device")
            {
                Value = $"'{requested}'",
                Rule = string.Create(CultureInfo.InvariantCulture, $"one of the {cards} graphics cards that libtorch finds here"),
                NextStep = "Use auto or cpu, or install the engine with --device=cuda.",
            });
    }

    /// <inheritdoc/>
    public TrainingHistory Train(TrainingTask task, IProgress<EpochResult>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        torch.set_num_threads(task.Pool.ThreadCount);
        torch.manual_seed(unchecked((long)task.Seed));
        return TrainingLoop.Run(task, static task => new TorchSteps(task), progress, cancellationToken);
    }

    /// <inheritdoc/>
    public float[,] Predict(Network network, SequenceSet clips, string device)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var built = new TorchNetwork(network, torch.device(device));
        return network.Predict(clips, built.ComputeLogits);
    }

    /// <summary>The error of a kind that libtorch cannot be told to compute here.</summary>
    internal static EngineException Unknown(string what, string kind) => new(EngineName, new ErrorDetails(what)
    {
        Value = $"'{kind}'",
        Rule = "a kind that this engine has",
        NextStep = "Use engine: managed.",
    });

    private static string VersionOf(Type type) => type.Assembly.GetName().Version!.ToString(3);
}
