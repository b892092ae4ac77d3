using Bakeoff.Options;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Experiments.Stages;

/// <summary>
/// Base of the stages: everything that a stage reads of an experiment is one record, and its fingerprint's parameters are that record's
/// keys.
/// </summary>
/// <typeparam name="TOptions">
/// Record of what the stage reads. A key that is not in it cannot be read, so no key can be missing from the fingerprint. Property names in
/// snake case,
/// or their <c>JsonPropertyName</c>, are the first part of the dotted keys.
/// </typeparam>
/// <remarks>A derived stage has no other state than folders, threads and listeners, none of which changes a result.</remarks>
[OutsideFingerprint("declares what a stage reads and computes nothing")]
public abstract class Stage<TOptions> : IStage
    where TOptions : class
{
    private readonly StageDefinition _definition;

    /// <summary>Creates the stage.</summary>
    /// <param name="definition">Its name, sentence and inputs.</param>
    /// <param name="options">Everything that it reads of the experiment.</param>
    protected Stage(StageDefinition definition, TOptions options)
        : this(definition, options, [])
    {
    }

    /// <summary>Creates a stage that reads from outside the store.</summary>
    /// <param name="definition">Its name, sentence and inputs.</param>
    /// <param name="options">Everything that it reads of the experiment.</param>
    /// <param name="externalInputs">Content from outside the store, such as impulse responses.</param>
    protected Stage(StageDefinition definition, TOptions options, IReadOnlyList<ExternalInput> externalInputs)
        : this(definition, options, static options => YamlOptions.Flatten(options, string.Empty), externalInputs)
    {
    }

    /// <summary>Creates a stage that a library outside computes for.</summary>
    /// <param name="definition">Its name, sentence and inputs.</param>
    /// <param name="options">Everything that it reads of the experiment.</param>
    /// <param name="engine">Parameters of that library; often none.</param>
    /// <param name="externalInputs">Content from outside the store, such as a network.</param>
    protected Stage(
        StageDefinition definition,
        TOptions options,
        IReadOnlyDictionary<string, string> engine,
        IReadOnlyList<ExternalInput> externalInputs)
        : this(
            definition,
            options,
            options => YamlOptions.Flatten(options, string.Empty).Concat(engine).ToDictionary(StringComparer.Ordinal),
            externalInputs)
    {
    }

    /// <summary>Creates a stage whose options have a flat form of their own.</summary>
    /// <param name="definition">Its name, sentence and inputs.</param>
    /// <param name="options">Everything that it reads of the experiment.</param>
    /// <param name="flatten">Dotted keys and values of all options.</param>
    /// <param name="externalInputs">Content from outside the store, such as an archive.</param>
    protected Stage(
        StageDefinition definition,
        TOptions options,
        Func<TOptions, IReadOnlyDictionary<string, string>> flatten,
        IReadOnlyList<ExternalInput> externalInputs)
    {
        ArgumentNullException.ThrowIfNull(flatten);
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(options);
        _definition = definition;
        Options = options;
        ExternalInputs = externalInputs;
        Parameters = new SortedDictionary<string, string>(flatten(options).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public string Name => _definition.Name;

    /// <inheritdoc/>
    public string Description => _definition.Description;

    /// <inheritdoc/>
    public virtual IReadOnlyList<string> Inputs => _definition.Inputs;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Parameters { get; }

    /// <inheritdoc/>
    public IReadOnlyList<ExternalInput> ExternalInputs { get; }

    /// <inheritdoc/>
    public virtual IReadOnlyList<ExternalInput> ExternalInputsGiven(IReadOnlyDictionary<string, StoreEntry> inputs) => ExternalInputs;

    /// <inheritdoc/>
    public IReadOnlyList<Type> CodeRoots => [GetType()];

    /// <summary>Everything that the stage reads of the experiment.</summary>
    protected TOptions Options { get; }

    /// <inheritdoc/>
    public abstract Task RunAsync(StageContext context, CancellationToken cancellationToken);
}
