using Bakeoff.Corpora.Importing;
using Bakeoff.Corpora.Importing.Audformat;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Numerics;
using Bakeoff.Options;
using Bakeoff.Testing;
using Parquet;
using Parquet.Schema;

namespace Bakeoff.Corpora.Tests.Importing;

/// <summary>A made-up database in audformat, with what real ones have and with what breaks them.</summary>
public sealed class AudformatCorpusTests : IDisposable
{
    private const string Header = """
        name: own
        source: https://example.org
        usage: research
        license: CC0-1.0
        author: A. Person
        languages: [deu]
        raters:
          gold: {type: human}
        schemes:
          age: {dtype: int, minimum: 0}
          confidence: {dtype: float}
          emotion:
            dtype: str
            labels: [anger, happiness, neutral]
          gender: {dtype: str, labels: [female, male]}
          speaker: {dtype: int, labels: speaker}
          transcription:
            dtype: str
            labels: {a01: 'Das will sie, am Mittwoch.', a02: Heute Abend.}
        splits:
          dev: {type: dev}
          test: {type: test}
          train: {type: train}
        tables:
          emotion:
            type: filewise
            columns:
              emotion: {scheme_id: emotion, rater_id: gold}
              emotion.confidence: {scheme_id: confidence, rater_id: gold}
          files:
            type: filewise
            columns:
              speaker: {scheme_id: speaker}
              transcription: {scheme_id: transcription}
          part.dev: {type: filewise, split_id: dev}
          part.test: {type: filewise, split_id: test}
          part.train: {type: filewise, split_id: train}
        misc_tables:
          speaker:
            levels: {speaker: int}
            columns:
              age: {scheme_id: age}
              gender: {scheme_id: gender}
        pdf: https://example.org/paper.pdf
        """;

    private readonly ScratchFolder _folder = new();

    public AudformatCorpusTests()
    {
        for (var i = 1; i <= 4; i++)
        {
            _folder.Noise($"wav/{i}.wav", (ulong)i);
        }

        Write("db.yaml", Header);
        Write(
            "db.emotion.csv",
            "file,emotion,emotion.confidence\nwav/1.wav,anger,0.9\nwav/2.wav,happiness,\nwav/3.wav,neutral,1.0\nwav/4.wav,anger,0.5\n");
        Write("db.files.csv", "file,speaker,transcription\nwav/1.wav,3,a01\nwav/2.wav,8,a02\nwav/3.wav,8,a01\nwav/4.wav,11,a02\n");
        Write("db.speaker.csv", "speaker,age,gender\n3,31,male\n8,34,female\n11,,male\n");
        Write("db.part.train.csv", "file\nwav/1.wav\n");
        Write("db.part.dev.csv", "file\nwav/2.wav\n");
        Write("db.part.test.csv", "file\nwav/3.wav\nwav/4.wav\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Read_TablesOfFilesAndSpeakers_IsADescriptionThatIndexes()
    {
        var corpus = await ReadAsync();

        corpus.Notes.ShouldBe([
            "rows: 4 read from db.emotion.csv, 4 are clips",
            "labels: anger 2, happiness 1, neutral 1",
            "speakers: 3, by files.speaker",
            "texts: 2, by files.transcription",
            "columns: emotion_confidence (numbers), age (numbers), gender, language",
            "split: by tables part.dev, part.test, part.train",
            "usage: research",
        ]);
        corpus.Folds.Select(static fold => fold.Describe())
            .ShouldBe(["split: train 1, validation 1, test 2; 1 of 2 tested speakers also trained on"]);
        ImportedFiles.Split(corpus).ShouldBe("split: {by: folds, columns: [split], acknowledge: [shared_speakers, shared_texts]}");

        ImportedFiles.Write(corpus, _folder.Full("out/own.yaml"), _folder.Full("audformat-own.csv"));
        File.ReadAllLines(_folder.Full("audformat-own.csv"))
            .ShouldBe([
                "path,label,speaker,text,split,emotion_confidence,age,gender,language",
                "wav/1.wav,anger,3,\"Das will sie, am Mittwoch.\",train,0.9,31,male,deu",
                "wav/2.wav,happiness,8,Heute Abend.,validation,,34,female,deu",
                "wav/3.wav,neutral,8,\"Das will sie, am Mittwoch.\",test,1,34,female,deu",
                "wav/4.wav,anger,11,Heute Abend.,test,0.5,,male,deu",
            ]);
        var description = YamlOptions.Read<DatasetDescription>(_folder.Full("out/own.yaml"));
        (description.Title, description.Licence).ShouldBe(("own, from audformat", "CC0-1.0"));
        description.Citation.ShouldBe("A. Person, https://example.org");
        description.Columns["age"].IsPerSpeaker.ShouldBeTrue();
        var index = new CorpusIndexer(description.Index).Index(_folder.Root);
        index.Report.Summary()
            .ShouldBe("4 of 4 files, 3 labels, 3 speakers, 2 texts, 5 columns (age, emotion_confidence, gender, language, split)");
        index.Clips.Single(static clip => clip.File == "wav/2.wav").Values.ToString()
            .ShouldBe("age 34, emotion_confidence , gender female, language deu, split validation");
        Should.Throw<DatasetException>(() => ImportedFiles.Write(corpus, _folder.Full("out/own.yaml"), _folder.Full("other.csv")))
            .Message.ShouldEndWith("own.yaml: is there already, expected a new one. Remove it, or give another name by --name.");
    }

    [Fact]
    public async Task Read_Stretches_HaveTheirTimesAndTheRowsOfTheirFile()
    {
        Replace("db.yaml", "  emotion:\n    type: filewise", "  emotion:\n    type: segmented");
        Write(
            "db.emotion.csv",
            "file,start,end,emotion,emotion.confidence\n"
                + "wav/2.wav,0 days,NaT,neutral,\nwav/1.wav,0 days 00:00:00.050000,0 days 00:00:00.150000001,anger,\n"
                + "wav/1.wav,0 days,0 days 00:00:00.050000,neutral,\nwav/3.wav,0 days 00:00:00.1,,,\nwav/9.wav,0 days,0 days 00:00:01,anger,\n");

        var corpus = await ReadAsync();

        corpus.Clips.Select(static clip => (clip.Path, clip.Label, clip.Speaker, clip.Stretch)).ShouldBe([
            ("wav/1.wav", "neutral", "3", new ClipStretch(0, 0.05, null)),
            ("wav/1.wav", "anger", "3", new ClipStretch(0.05, 0.150000001, null)),
            ("wav/2.wav", "neutral", "8", null),
        ]);
        corpus.Notes.ShouldContain("rows: 5 read from db.emotion.csv, 3 are clips");
        corpus.Notes.ShouldContain("left out: 1 row without emotion, such as db.emotion.csv(5)");
        corpus.Notes.ShouldContain("left out: 1 row whose file is not there, such as wav/9.wav in db.emotion.csv(6)");
        corpus.Notes.ShouldContain("not taken: emotion_emotion_confidence, without values");
        corpus.IsPart.ShouldBeTrue();
        ImportedFiles.Split(corpus).ShouldBeNull();

        ImportedFiles.Write(corpus, _folder.Full("own.yaml"), _folder.Full("audformat-own.csv"));
        new CorpusIndexer(YamlOptions.Read<DatasetDescription>(_folder.Full("own.yaml")).Index).Index(_folder.Root)
            .Clips.Select(static clip => clip.Path)
            .ShouldBe(["1.wav#t=0.05,0.150000001", "1.wav#t=0,0.05", "2.wav"], ignoreOrder: true);

        Replace("audformat-own.csv", "0.150000001", "9");
        Should.Throw<DatasetException>(() =>
            new CorpusIndexer(YamlOptions.Read<DatasetDescription>(_folder.Full("own.yaml")).Index).Index(_folder.Root))
            .Message.ShouldContain("end is 9 s, expected at most 0.2 s, where the recording ends. Correct audformat-own.csv(3).");
    }

    [Fact]
    public async Task Read_Parquet_IsAsTheSameTableInCsv()
    {
        var csv = await ReadAsync();
        File.Delete(_folder.Full("db.emotion.csv"));
        await WriteParquetAsync(
            "db.emotion.parquet",
            null,
            ("file", Enumerable.Range(1, 4).Select(static i => $"wav/{i}.wav").ToArray()),
            ("emotion", new[] { "anger", "happiness", "neutral", "anger" }),
            ("emotion.confidence", new double?[] { 0.9, null, 1, 0.5 }));
        File.Delete(_folder.Full("db.speaker.csv"));
        await WriteParquetAsync(
            "db.speaker.parquet",
            null,
            ("speaker", new long?[] { 3, 8, 11 }),
            ("age", new long?[] { 31, 34, null }),
            ("gender", new[] { "male", "female", "male" }));

        var parquet = await ReadAsync();

        Rows(parquet).ShouldBe(Rows(csv));
        parquet.Notes.Skip(1).ShouldBe(csv.Notes.Skip(1));
    }

    [Theory]
    [InlineData(null, 50_000_000, 150_000_000)]
    [InlineData("timedelta64[us]", 50_000, 150_000)]
    public async Task Read_DurationsOfParquet_AreInTheUnitThatPandasNames(string? unit, long start, long end)
    {
        Replace("db.yaml", "  emotion:\n    type: filewise", "  emotion:\n    type: segmented");
        File.Delete(_folder.Full("db.emotion.csv"));
        await WriteParquetAsync(
            "db.emotion.parquet",
            unit,
            ("file", new[] { "wav/1.wav", "wav/2.wav" }),
            ("start", new long?[] { start, 0 }),
            ("end", new long?[] { end, null }),
            ("emotion", new string?[] { "anger", "neutral" }),
            ("emotion.confidence", new double?[] { double.NaN, 0.5 }));

        (await ReadAsync()).Clips.Select(static clip => clip.Stretch).ShouldBe([new ClipStretch(0.05, 0.15, null), null]);
    }

    [Fact]
    public async Task Read_TablesOfOneSide_AreASplitWithoutOthers()
    {
        Replace("db.yaml", "part.train: {type: filewise,", "part.train: {type: filewise, columns: {emotion: {scheme_id: emotion}},");
        Replace("db.yaml", "part.test: {type: filewise,", "part.test: {type: filewise, columns: {emotion: {scheme_id: emotion}},");
        Write("db.part.train.csv", "file,emotion\nwav/1.wav,anger\nwav/2.wav,neutral\n");
        Write("db.part.test.csv", "file,emotion\nwav/4.wav,anger\n");

        var corpus = await ReadAsync(tables: ["part.train", "part.test"]);

        corpus.Clips.Select(static clip => $"{clip.Path} {clip.Label} {clip.Sides.Single()}")
            .ShouldBe(["wav/1.wav anger train", "wav/2.wav neutral train", "wav/4.wav anger test"]);
        ImportedFiles.Split(corpus).ShouldBe("split: {by: folds, columns: [split], validation_by: speaker, acknowledge: [shared_texts]}");
        corpus.Columns.Select(static column => column.Name).ShouldBe(["emotion", "emotion_confidence", "age", "gender", "language"]);

        Write("db.part.dev.csv", "file\nwav/2.wav\nwav/3.wav\n");
        (await ReadAsync()).Notes
            .ShouldContain("split: none is taken, for wav/2.wav is for validation by table part.dev and for train by part.train");
    }

    [Fact]
    public async Task Read_SplitInAColumnAndLabelsInAMap_AreTaken()
    {
        Write("db.yaml", """
            name: own
            schemes:
              emotion: {dtype: int, labels: {0: Angry, 1: neutral}}
              speaker: {dtype: str, labels: {a: {Gender: Female, age: 30}, b: {Gender: female, age: 41.5}}}
            tables:
              emotion:
                type: filewise
                columns:
                  emotion: {scheme_id: emotion}
                  who: {scheme_id: speaker}
                  set: {}
                  ok: {}
            """);
        Write("db.emotion.csv", "file,emotion,who,set,ok\nwav/1.wav,0,a,train,yes\nwav/2.wav,1,b,test,NA\nwav/3.wav,1.0,a,dev,Yes\n");

        var corpus = await ReadAsync();

        corpus.Labels.ShouldBe(new Dictionary<string, string> { ["0"] = "angry", ["1"] = "neutral" }, ignoreOrder: true);
        Rows(corpus)
            .ShouldBe(["wav/1.wav 0 a train female 30 yes", "wav/2.wav 1 b test female 41.5 ", "wav/3.wav 1 a validation female 30 yes"]);
        corpus.Columns.ShouldBe([
            new ImportedColumn("gender", ColumnType.Text, IsPerSpeaker: true),
            new ImportedColumn("age", ColumnType.Number, IsPerSpeaker: true),
            new ImportedColumn("ok", ColumnType.Text, IsPerSpeaker: false),
        ]);
        corpus.Notes.ShouldContain("changed: values of gender differ only in case, and are written in lower case");
        Replace("db.yaml", "0: Angry", "0: ''");
        (await ReadAsync()).Labels["0"].ShouldBe("0");
        corpus.Notes.ShouldContain("split: by emotion.set");
    }

    [Theory]
    [InlineData(
        "db.emotion.csv", "wav/2.wav,happiness", "wav/2.wav,joy",
        "db.emotion.csv(3,11): emotion is 'joy', expected one of anger, happiness, neutral. Correct it, or add it "
            + "to the labels of its scheme in db.yaml.")]
    [InlineData(
        "db.emotion.csv", "wav/2.wav", "wav/1.wav",
        "db.emotion.csv(3,1): wav/1.wav is listed twice, expected one row a clip, and db.emotion.csv(2) is its "
            + "first. Remove one, or choose one of the tables.")]
    [InlineData(
        "db.emotion.csv", "wav/2.wav", "../2.wav",
        "db.emotion.csv(3,1): file is '../2.wav', expected a path below the folder of the database, with forward "
            + "slashes and without '..'. Correct it.")]
    [InlineData("db.emotion.csv", "wav/2.wav", "WAV/1.wav", "db.emotion.csv(3,1): WAV/1.wav is listed twice, expected one row a clip,")]
    [InlineData("db.emotion.csv", "wav/2.wav", "/etc/passwd", "file is '/etc/passwd', expected a path below")]
    [InlineData("db.emotion.csv", "0.9", "high", "db.emotion.csv(2,17): emotion.confidence is 'high', expected a number. Correct it.")]
    [InlineData(
        "db.emotion.csv", "wav/", "mp3/",
        ": holds none of the files that db.emotion.csv lists, such as mp3/1.wav, expected the recordings. Name "
            + "their folder by --recordings.")]
    [InlineData(
        "db.emotion.csv", "file,emotion,", "file,feeling,",
        "db.emotion.csv(1): header is 'file,feeling,emotion.confidence', expected a column 'emotion'.")]
    [InlineData(
        "db.files.csv", "3,a01", "4,a01",
        "db.files.csv(2,11): speaker is '4', expected one of 11, 3, 8. Correct it, or add it to the labels of "
            + "scheme speaker.")]
    [InlineData(
        "db.speaker.csv", "11,,male", "3,32,male",
        "db.speaker.csv(4,3): age of speaker 3 is '32', expected '31' as in db.speaker.csv(2), or one row for 3. "
            + "Correct one of the rows.")]
    [InlineData(
        "db.yaml", "tables:\n  emotion:\n    type: filewise", "tables:\n  emotion:\n    type: framewise",
        "type of table emotion is 'framewise', expected filewise or segmented. Correct it, or, if a newer "
            + "audformat wrote it, save the database with version 1.4.")]
    [InlineData(
        "db.yaml", "dtype: int, minimum: 0", "dtype: complex",
        "db.yaml(10): dtype of scheme age is 'complex', expected one of bool, date, float, int, object, str, "
            + "time.")]
    [InlineData("db.yaml", "type: dev}", "type: valid}", "type of split dev is 'valid', expected train, dev, test or other.")]
    [InlineData(
        "db.yaml", "{scheme_id: emotion,", "{scheme_id: feeling,",
        "scheme_id of column emotion is 'feeling', expected one of age, confidence, emotion")]
    [InlineData(
        "db.yaml", "labels: speaker", "labels: people",
        "the labels of scheme speaker are those of misc table 'people', which is not there, expected one of "
            + "speaker.")]
    [InlineData(
        "db.yaml", "{scheme_id: emotion,", "{scheme_id: age,",
        "scheme age of column emotion is int without labels, expected a scheme with labels, or of texts.")]
    [InlineData(
        "db.yaml", "levels: {speaker: int}", "levels: {speaker: int, day: int}",
        "misc table speaker has the levels speaker, day, expected one, for scheme speaker takes them for labels.")]
    [InlineData(
        "db.yaml", "usage: research", "version: 99",
        "db.yaml(3): version is '99', expected at most 1.4, the newest audformat that is known. Save the database with audformat 1.4; if "
            + "this is the version of the recordings, remove the key.")]
    [InlineData(
        "db.yaml", "usage: research", "audformat_version: 1.5.0", "db.yaml(3): audformat_version is '1.5.0', expected at most 1.4,")]
    [InlineData("db.yaml", "part.dev:", "../part.dev:", "name of table '../part.dev' has slashes")]
    [InlineData("db.yaml", "schemes:", "schemes: &one", "carries the anchor '&one', expected none.")]
    public async Task Read_WhatIsWrong_NamesThePlace(string file, string old, string changed, string message)
    {
        Replace(file, old, changed);
        (await RefusalAsync()).ShouldContain(message);
    }

    [Fact]
    public async Task Read_WhatIsNotThere_NamesWhatIs()
    {
        (await RefusalAsync(["feelings"])).ShouldEndWith(
            "db.yaml: there is no table 'feelings', expected one of emotion (emotion, emotion.confidence), files (speaker, transcription), "
                + "part.dev, part.test, part.train.");
        (await RefusalAsync(["emotions"])).ShouldEndWith("Did you mean 'emotion'?");
        (await RefusalAsync([])).ShouldContain("db.yaml: no table is named, expected one of emotion (emotion, emotion.confidence), files");
        (await RefusalAsync(column: "mood"))
            .ShouldEndWith("table emotion has no column 'mood', expected one of emotion, emotion.confidence.");
        (await RefusalAsync(column: ""))
            .ShouldEndWith("no column of table emotion is named, expected one of emotion, emotion.confidence. Give it by --column.");

        (await RefusalAsync(["part.dev"])).ShouldEndWith("table part.dev has no columns, expected a table with labels.");

        File.Move(_folder.Full("db.emotion.csv"), _folder.Full("db.emotion.pkl"));
        (await RefusalAsync()).ShouldContain(
            "db.emotion.pkl: is a pickle, which runs its maker's code where it is read, expected db.emotion.csv or db.emotion.parquet. "
                + "If you trust it, save the table again in Python: audformat.Database.load(");
        File.Delete(_folder.Full("db.emotion.pkl"));
        (await RefusalAsync()).ShouldEndWith(": table emotion is not there, expected db.emotion.csv or db.emotion.parquet.");
        Write("db.yaml", "name: own\n");
        (await RefusalAsync()).ShouldContain("db.yaml(1): there are no tables, expected a database in audformat with tables.");
        File.Delete(_folder.Full("db.yaml"));
        (await RefusalAsync()).ShouldEndWith(
            ": db.yaml is not there, expected the folder of a database in audformat: db.yaml, and db.TABLE.csv or db.TABLE.parquet.");
    }

    [Theory]
    [InlineData("version: 1.4.3")]
    [InlineData("version: v1")]
    [InlineData("version: final")]
    public async Task Read_VersionThatIsKnownOrNone_IsTaken(string line)
    {
        Replace("db.yaml", "usage: research", line);
        (await ReadAsync()).Clips.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData(
        "0 days 00:00:01", "0 days 00:00:01",
        "db.emotion.csv(2,27): end is '0 days 00:00:01', expected more than start ('0 days 00:00:01').")]
    [InlineData("-1 days +23:59:59", "", "db.emotion.csv(2,11): start is '-1 days +23:59:59', expected at least 0. Correct it.")]
    [InlineData(
        "0.5", "",
        "db.emotion.csv(2,11): start is '0.5', expected a duration such as '0 days 00:00:01.5', or whole nanoseconds. Correct it.")]
    public async Task Read_StretchThatIsNone_NamesTheRow(string start, string end, string message)
    {
        Replace("db.yaml", "  emotion:\n    type: filewise", "  emotion:\n    type: segmented");
        Write("db.emotion.csv", $"file,start,end,emotion,emotion.confidence\nwav/1.wav,{start},{end},anger,\n");
        (await RefusalAsync()).ShouldContain(message);
    }

    [Fact]
    public async Task Read_DamagedOrOddParquet_SaysSo()
    {
        File.Delete(_folder.Full("db.emotion.csv"));
        var file = _folder.Full("db.emotion.parquet");
        await WriteParquetAsync("db.emotion.parquet", null, ("file", new[] { "wav/1.wav" }), ("emotion", new[] { "anger" }));
        (await RefusalAsync())
            .ShouldEndWith("db.emotion.parquet: has the columns file, emotion, expected a column 'emotion.confidence', as db.yaml states.");
        (string, Array) confidence = ("emotion.confidence", new double?[] { 1 });
        await WriteParquetAsync("db.emotion.parquet", null, ("file", new long?[] { 1 }), ("emotion", new[] { "anger" }), confidence);
        (await RefusalAsync()).ShouldEndWith(
            "db.emotion.parquet: column file holds whole numbers, expected texts. Save the table again, or correct the dtype of the column's "
                + "scheme in db.yaml.");
        (string, Array) texts = ("emotion.confidence", new[] { "high" });
        await WriteParquetAsync("db.emotion.parquet", null, ("file", new[] { "wav/1.wav" }), ("emotion", new[] { "anger" }), texts);
        (await RefusalAsync())
            .ShouldContain("db.emotion.parquet: column emotion.confidence holds texts, expected numbers. Save the table");
        await WriteParquetAsync("db.emotion.parquet", null, ("file", new[] { "wav/1.wav" }), ("emotion", new[] { "joy" }), confidence);
        (await RefusalAsync()).ShouldContain("db.emotion.parquet(1): emotion is 'joy', expected one of anger");

        var whole = File.ReadAllBytes(file);
        foreach (var length in new[] { 0, 3, 11, whole.Length / 2, whole.Length - 1 })
        {
            File.WriteAllBytes(file, whole[..length]);
            (await RefusalAsync()).ShouldContain("expected a whole Parquet file.");
        }

        var random = new SeededRandom(7, "bytes");
        for (var i = 0; i < 200; i++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[random.NextInt32(damaged.Length)] = (byte)random.NextInt32(256);
            File.WriteAllBytes(file, damaged);
            try
            {
                await ReadAsync();
            }
            catch (DatasetException)
            {
                // Whatever the byte was, nothing else is thrown.
            }
        }
    }

    private static IEnumerable<string> Rows(ImportedCorpus corpus) =>
        corpus.Clips.Select(static clip =>
            $"{clip.Path} {clip.Label} {clip.Speaker} {string.Join(' ', clip.Sides)} {string.Join(' ', clip.Values)}");

    private Task<ImportedCorpus> ReadAsync(string[]? tables = null, string? column = "emotion") =>
        AudformatCorpus.ReadAsync(
            new AudformatChoice(_folder.Root) { Tables = tables ?? ["emotion"], Column = column is "" ? null : column },
            TestContext.Current.CancellationToken);

    private async Task<string> RefusalAsync(string[]? tables = null, string column = "emotion") =>
        (await Should.ThrowAsync<BakeoffException>(() => ReadAsync(tables, column))).Message;

    private void Write(string relative, string text) => File.WriteAllText(_folder.Full(relative), text);

    private void Replace(string relative, string old, string changed)
    {
        var text = File.ReadAllText(_folder.Full(relative));
        text.ShouldContain(old);
        Write(relative, text.Replace(old, changed, StringComparison.Ordinal));
    }

    private async Task WriteParquetAsync(string relative, string? unit, params (string Name, Array Values)[] columns)
    {
        var fields = Array.ConvertAll(columns, static column => column.Values switch
        {
            string?[] => (DataField)new DataField<string>(column.Name),
            long?[] => new DataField<long?>(column.Name),
            _ => new DataField<double?>(column.Name),
        });
        await using var stream = File.Create(_folder.Full(relative));
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream);
        if (unit is not null)
        {
            var described = columns.Select(column => $$"""{"field_name": "{{column.Name}}", "numpy_type": "{{unit}}"}""");
            writer.CustomMetadata = new Dictionary<string, string> { ["pandas"] = $$"""{"columns": [{{string.Join(", ", described)}}]}""" };
        }

        using var group = writer.CreateRowGroup();
        for (var i = 0; i < columns.Length; i++)
        {
            await (columns[i].Values switch
            {
                string[] texts => group.WriteAsync(fields[i], texts),
                long?[] numbers => group.WriteAsync<long>(fields[i], numbers.AsMemory()),
                _ => group.WriteAsync<double>(fields[i], ((double?[])columns[i].Values).AsMemory()),
            });
        }
    }
}
