using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Stages;

/// <summary>A stage before there is an experiment: the one place of its name, its sentence and its inputs.</summary>
/// <param name="Name">Name in commands, folders and messages; lower-case letters.</param>
/// <param name="Description">One sentence for people, as the command and the build tasks show it.</param>
/// <param name="Inputs">Names of the stages whose results it reads.</param>
/// <param name="Create">Builds the stage for an experiment.</param>
[OutsideFingerprint("names a stage; what it computes is in the stage itself")]
public sealed record StageDefinition(string Name, string Description, IReadOnlyList<string> Inputs, Func<ExperimentSetup, IStage> Create);
