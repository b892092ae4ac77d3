using Bakeoff.Neural.Layers;

namespace Bakeoff.Neural.Training;

/// <summary>Everything that changes while a network trains, between two epochs.</summary>
internal sealed class TrainingState
{
    private readonly ParameterStore _store;
    private readonly List<EpochResult> _history = [];

    public TrainingState(ParameterStore store, Optimizer optimizer)
    {
        _store = store;
        Arrays =
        [
            ("weights", store.Values), ("statistics", store.Statistics), ("optimizer.first", optimizer.First), ("optimizer.second", optimizer.Second),
            ("best.weights", new float[store.Values.Length]), ("best.statistics", new float[store.Statistics.Length]),
        ];
    }

    public IReadOnlyList<EpochResult> History => _history;

    /// <summary>Number of the best epoch, 0 before the first.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>The arrays in the order in which a checkpoint holds them.</summary>
    public (string Name, float[] Values)[] Arrays { get; }

    /// <summary>Adds a finished epoch and keeps its weights when they are the best.</summary>
    public void Add(EpochResult result)
    {
        _history.Add(result);
        if (result.IsBest)
        {
            BestEpoch = result.Epoch;
            _store.Values.CopyTo(Arrays[4].Values, 0);
            _store.Statistics.CopyTo(Arrays[5].Values, 0);
        }
    }

    /// <summary>Takes over a history whose arrays were already filled.</summary>
    public void Resume(IEnumerable<EpochResult> history)
    {
        _history.Clear();
        _history.AddRange(history);
        BestEpoch = _history.LastOrDefault(epoch => epoch.IsBest)?.Epoch ?? 0;
    }

    public void RestoreBest()
    {
        Arrays[4].Values.CopyTo(_store.Values, 0);
        Arrays[5].Values.CopyTo(_store.Statistics, 0);
    }
}
