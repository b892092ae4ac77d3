using Bakeoff.Experiments.Configuration;
using Bakeoff.Options.Files;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Experiments.Stages;

/// <summary>A member of an ensemble with the results of its stages.</summary>
/// <param name="Name">Name of the experiment.</param>
/// <param name="Options">Its options.</param>
/// <param name="Results">Results by stage, as far as they are up to date.</param>
[OutsideFingerprint("carries results, whose digests are inputs of the stage that reads them")]
public sealed record EnsembleMember(string Name, ExperimentOptions Options, IReadOnlyDictionary<string, StoreEntry> Results)
{
    /// <summary>The stages whose results an ensemble reads of its members.</summary>
    public static IReadOnlyList<string> Stages { get; } = [StageNames.Index, StageNames.Featurize, StageNames.Split, StageNames.Train];

    /// <summary>Folder of the results of a stage.</summary>
    /// <exception cref="KeyNotFoundException">The stage has no result.</exception>
    public string FolderOf(string stage) => Results[stage].Folder;

    /// <summary>All results that an ensemble reads, as an input of its stages; without one that is missing it is another input.</summary>
    public ExternalInput AsInput()
    {
        var isDone = Stages.All(Results.ContainsKey);
        var digests = Stages.Where(Results.ContainsKey).ToDictionary(
            static stage => stage, stage => Results[stage].Record.ComputeOutputDigest(), StringComparer.Ordinal);
        return new ExternalInput(
            isDone ? $"member {Name}" : $"member {Name}, which has to run,",
            ContentDigest.OfText(string.Join('\n', digests.Select(static digest => $"{digest.Key} {digest.Value}"))),
            digests);
    }
}

/// <summary>Looks up the members of an ensemble, whose results are external inputs of the stages that read them.</summary>
/// <returns>The members in their order, with those of their results that are up to date.</returns>
public delegate IReadOnlyList<EnsembleMember> EnsembleLookup();
