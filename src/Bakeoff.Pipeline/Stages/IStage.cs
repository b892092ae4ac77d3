using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Pipeline.Stages;

/// <summary>One step of a pipeline: declares everything it reads, and turns that into files.</summary>
/// <remarks>
/// A stage reads its declared inputs and parameters and nothing else: not the clock, not the environment, no other file.
/// Two runs with equal fingerprints leave equal bytes; the store relies on it.
/// </remarks>
[OutsideFingerprint("carries results and makes none")]
public interface IStage
{
    /// <summary>Name in commands, folders and messages: lower-case letters.</summary>
    string Name { get; }

    /// <summary>One sentence for people about the work of the stage.</summary>
    string Description { get; }

    /// <summary>Names of the stages whose outputs this one reads.</summary>
    IReadOnlyList<string> Inputs { get; }

    /// <summary>The parameters this stage reads, as dotted keys with canonical, culture-free values.</summary>
    IReadOnlyDictionary<string, string> Parameters { get; }

    /// <summary>Content from outside the store that this stage reads, such as an archive; empty for most stages.</summary>
    IReadOnlyList<ExternalInput> ExternalInputs { get; }

    /// <summary>All content from outside the store that this stage reads, given what its inputs left: such as the libraries that decode
    /// what lies there. Default: <see cref="ExternalInputs"/>.</summary>
    /// <param name="inputs">Results by stage name, those of all its inputs among them.</param>
    IReadOnlyList<ExternalInput> ExternalInputsGiven(IReadOnlyDictionary<string, StoreEntry> inputs) => ExternalInputs;

    /// <summary>Types whose code, with everything it reaches, decides the result. Usually the stage's own type.</summary>
    IReadOnlyList<Type> CodeRoots { get; }

    /// <summary>Does the work, writing only below <see cref="StageContext.OutputFolder"/>.</summary>
    /// <param name="context">Folders of the inputs and of the output, and the receiver of progress.</param>
    /// <param name="cancellationToken">Ends the work early; nothing of it is kept.</param>
    /// <exception cref="StageFailedException">Something that the user can mend keeps the stage from its work.</exception>
    Task RunAsync(StageContext context, CancellationToken cancellationToken);
}
