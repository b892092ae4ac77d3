using System.Globalization;
using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.Syncing;

/// <summary>Copies registered models whose versions come from copied runs, and lets their aliases point to the copies.</summary>
internal static class ModelCopy
{
    internal static async Task<int> RunAsync(IMlflowStore source, IMlflowStore target, Dictionary<string, Run> originals, Dictionary<string, Run> copies, CancellationToken cancellationToken)
    {
        int created = 0;
        await foreach (RegisteredModel model in source.ListRegisteredModelsAsync(cancellationToken))
        {
            List<ModelVersion> versions = await source.ListModelVersionsAsync(model.Name, cancellationToken).Where(v => v.RunId is not null && copies.ContainsKey(v.RunId)).OrderBy(v => v.Version).ToListAsync(cancellationToken);
            if (versions.Count == 0)
            {
                continue;
            }

            RegisteredModel there = await target.FindRegisteredModelAsync(model.Name, cancellationToken) ?? await target.CreateRegisteredModelAsync(model.Name, model.Description, OwnTags(model.Tags), cancellationToken);
            List<ModelVersion> known = await target.ListModelVersionsAsync(model.Name, cancellationToken).ToListAsync(cancellationToken);
            var numbers = new Dictionary<int, int>();
            foreach (ModelVersion version in versions)
            {
                string origin = string.Create(CultureInfo.InvariantCulture, $"{version.RunId}/{version.Version}");
                ModelVersion? copy = known.Find(v => v.Tags.GetValueOrDefault(MlflowTags.CopiedFrom) == origin);
                if (copy is null)
                {
                    copy = await target.CreateModelVersionAsync(Translate(version, origin, originals[version.RunId!], copies[version.RunId!]), cancellationToken);
                    created++;
                }

                numbers[version.Version] = copy.Version;
            }

            foreach ((string alias, int version) in model.Aliases)
            {
                if (numbers.TryGetValue(version, out int number) && (!there.Aliases.TryGetValue(alias, out int current) || current != number))
                {
                    await target.SetAliasAsync(model.Name, alias, number, cancellationToken);
                }
            }
        }

        return created;
    }

    private static NewModelVersion Translate(ModelVersion version, string origin, Run run, Run copy)
    {
        string source = version.Source
            .Replace(run.Info.ArtifactUri, copy.Info.ArtifactUri, StringComparison.Ordinal)
            .Replace($"runs:/{run.Info.RunId}/", $"runs:/{copy.Info.RunId}/", StringComparison.Ordinal);
        return new NewModelVersion
        {
            Name = version.Name,
            Source = source,
            RunId = copy.Info.RunId,
            Description = version.Description.Length == 0 ? null : version.Description,
            Tags = [.. OwnTags(version.Tags), new(MlflowTags.CopiedFrom, origin)],
        };
    }

    private static KeyValuePair<string, string>[] OwnTags(IReadOnlyDictionary<string, string> tags) => [.. tags.Where(tag => tag.Key is not (MlflowTags.ClientKey or MlflowTags.CopiedFrom))];
}
