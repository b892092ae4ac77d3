using System.Globalization;
using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.Syncing;

/// <summary>Copies registered models whose versions come from copied runs, and points their aliases to the copies.</summary>
internal sealed class ModelCopy(
    IMlflowStore source, IMlflowStore target, Dictionary<string, Run> originals, Dictionary<string, Run> copies)
{
    internal async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        int created = 0;
        await foreach (RegisteredModel model in source.ListRegisteredModelsAsync(cancellationToken).ConfigureAwait(false))
        {
            List<ModelVersion> versions = await source.ListModelVersionsAsync(model.Name, cancellationToken)
                .Where(version => version.RunId is not null && copies.ContainsKey(version.RunId))
                .OrderBy(version => version.Version)
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            if (versions.Count > 0)
            {
                created += await CopyAsync(model, versions, cancellationToken).ConfigureAwait(false);
            }
        }

        return created;
    }

    private async Task<int> CopyAsync(RegisteredModel model, List<ModelVersion> versions, CancellationToken cancellationToken)
    {
        RegisteredModel? known = await target.FindRegisteredModelAsync(model.Name, cancellationToken).ConfigureAwait(false);
        known ??= await target
            .CreateRegisteredModelAsync(model.Name, model.Description, OwnTags(model.Tags), cancellationToken)
            .ConfigureAwait(false);
        List<ModelVersion> knownVersions = await target.ListModelVersionsAsync(model.Name, cancellationToken)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        int created = 0;
        var numbers = new Dictionary<int, int>();
        foreach (ModelVersion version in versions)
        {
            string origin = string.Create(CultureInfo.InvariantCulture, $"{version.RunId}/{version.Version}");
            ModelVersion? copy = knownVersions.Find(v => v.Tags.GetValueOrDefault(MlflowTags.CopiedFrom) == origin);
            if (copy is null)
            {
                copy = await target.CreateModelVersionAsync(Translate(version, origin), cancellationToken).ConfigureAwait(false);
                created++;
            }

            numbers[version.Version] = copy.Version;
        }

        foreach ((string alias, int version) in model.Aliases)
        {
            if (numbers.TryGetValue(version, out int number)
                && (!known.Aliases.TryGetValue(alias, out int current) || current != number))
            {
                await target.SetAliasAsync(model.Name, alias, number, cancellationToken).ConfigureAwait(false);
            }
        }

        return created;
    }

    private NewModelVersion Translate(ModelVersion version, string origin)
    {
        Run run = originals[version.RunId!];
        Run copy = copies[version.RunId!];
        string location = version.Source
            .Replace(run.Info.ArtifactUri, copy.Info.ArtifactUri, StringComparison.Ordinal)
            .Replace($"runs:/{run.Info.RunId}/", $"runs:/{copy.Info.RunId}/", StringComparison.Ordinal);
        return new NewModelVersion
        {
            Name = version.Name,
            Source = location,
            RunId = copy.Info.RunId,
            Description = version.Description.Length == 0 ? null : version.Description,
            Tags = [.. OwnTags(version.Tags), new(MlflowTags.CopiedFrom, origin)],
        };
    }

    private static KeyValuePair<string, string>[] OwnTags(IReadOnlyDictionary<string, string> tags) =>
        [.. tags.Where(tag => tag.Key is not (MlflowTags.ClientKey or MlflowTags.CopiedFrom))];
}
