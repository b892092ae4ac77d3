using Bakeoff.Corpora.Indexing;
using Bakeoff.Options;
using Bakeoff.Testing;

namespace Bakeoff.Corpora.Tests.Columns;

/// <summary>Columns from names, manifests, tables and lines, read from descriptions as people write them.</summary>
public sealed class ColumnsTests : IDisposable
{
    private const string Names = @"pattern: '(?<speaker>[a-z][0-9]+)_(?<text>[a-z]+)_(?<label>[a-z]+)(_(?<level>LO|HI|XX))?\.wav'" + "\n";
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Index_GroupsMapsConstantsAndTemplates_AreColumnsInOrdinalOrder()
    {
        _scratch.Noise("m1_bar_happy_LO.wav", 1);
        _scratch.Noise("f2_bar_sad_XX.wav", 2);
        _scratch.Noise("f2_bar_happy.wav", 3);

        var index = Index(
            Names + """
                columns:
                  level: {map: {lo: low, HI: high, XX: ''}}
                  gender: {from: speaker, map: {m1: male, f2: female}, per_speaker: true}
                  age: {type: number, from: speaker, map: {M1: 3.10e1, f2: 40}}
                  language: {value: Urdu}
                  who: {from: '{speaker}/{level}'}
                """);

        Write(index).ShouldBe([
            "path,label,speaker,text,age,gender,language,level,who",
            "f2_bar_happy.wav,happy,f2,bar,40,female,Urdu,,",
            "m1_bar_happy_LO.wav,happy,m1,bar,31,male,Urdu,low,m1/LO",
            "f2_bar_sad_XX.wav,sad,f2,bar,40,female,Urdu,,f2/XX",
        ]);
        var read = IndexFiles.ReadClips(_scratch.Full("out"));
        read.ShouldBe(index.Clips);
        read[1].Values.NumberOf("age").ShouldBe(31);
        read[1].TextOf("gender").ShouldBe("male");
        read[0].Values.TextOf("level").ShouldBe("");
        Should.Throw<KeyNotFoundException>(() => read[0].TextOf("agee"))
            .Message.ShouldStartWith("There is no column 'agee'. There are: age,");
        index.Report.Summary().ShouldBe("3 of 3 files, 2 labels, 2 speakers, 1 text, 5 columns (age, gender, language, level, who)");
    }

    [Fact]
    public void Index_WithoutColumns_WritesTheTableAsEver()
    {
        _scratch.Noise("m1_bar_happy_LO.wav", 1);

        Write(Index(Names)).ShouldBe(["path,label,speaker,text", "m1_bar_happy_LO.wav,happy,m1,bar"]);
        File.ReadAllText(_scratch.Full("out/index-report.json")).ShouldNotContain("columns");
        File.ReadLines(_scratch.Full("out/index.csv")).First()
            .ShouldBe("path,label,speaker,text,sample_rate_hz,channels,samples,seconds,sha256");
    }

    [Fact]
    public void Index_TablesByKeys_JoinPeopleAndClips()
    {
        _scratch.Noise("wav/m1_bar_happy.wav", 1);
        _scratch.Noise("wav/f2_bar_sad.wav", 2);
        _scratch.Noise("wav/f3_bar_sad.wav", 3);
        _scratch.Bytes("people.csv", "ActorID;Sex;Age\n\"M1\";Male;31\nF2;Female;NA\nF2;female;na\n"u8.ToArray());
        _scratch.Bytes("results/votes.tsv", "FileName\tAgreement\nm1_bar_happy\t0.75\nf2_bar_sad\t\nf3_bar_sad\t1\n"u8.ToArray());

        var index = Index(
            Names + """
                columns:
                  gender: {from: Sex, map: {Male: male, Female: female}}
                  age: {type: number, from: Age, missing: [na, n/a]}
                  agreement: {type: number, from: Agreement}
                metadata:
                  - {file: people.csv, key: speaker, column: ActorID}
                  - {file: 'results/*.tsv', key: name, column: FileName}
                  - {file: absent.csv, key: name, required: false}
                """);

        Write(index).ShouldBe([
            "path,label,speaker,text,age,agreement,gender",
            "m1_bar_happy.wav,happy,m1,bar,31,0.75,male",
            "f2_bar_sad.wav,sad,f2,bar,,,female",
            "f3_bar_sad.wav,sad,f3,bar,,1,",
        ]);
        index.Report.Findings.Select(static finding => (finding.Kind, finding.Message)).ShouldBe([
            (IndexFindingKind.Metadata, "absent.csv is not there; what it says of clips is missing."),
            (
                IndexFindingKind.Metadata,
                "people.csv has no row for 1 clip; speaker is 'f3'. What it says of clips is missing there."),
        ]);
    }

    [Fact]
    public void Index_LinesOfTextFiles_StateLabelAndNumbers()
    {
        _scratch.Noise("Ses01F_impro01_M000.wav", 1);
        _scratch.Noise("Ses01F_impro01_F001.wav", 2);
        _scratch.Noise("Ses01F_impro01_F009.wav", 3);
        _scratch.Bytes(
            "dialog/EmoEvaluation/Ses01F_impro01.txt",
            ("% [START_TIME - END_TIME] TURN_NAME EMOTION [V, A, D]\r\n\r\n"
                + "[6.2901 - 8.2357]\tSes01F_impro01_M000\tneu\t[2.5000, 2.5000, 2.5000]\r\nC-E2:\tNeutral;\t()\r\n"
                + "[10.0100 - 11.3925]\tSes01F_impro01_F001\texc\t[4.0000, 2.0000, 1.5000]\r\n").Select(static c => (byte)c).ToArray());

        var index = Index(
            """
            pattern: 'Ses0(?<session>[1-5])[FM]_impro[0-9]+_(?<letter>[FM])[0-9]+\.wav'
            labels: {neu: neutral, exc: happy}
            on_bad_clip: skip
            columns:
              speaker: {from: 'Ses0{session}{letter}'}
              gender: {from: letter, map: {F: female, M: male}}
              valence: number
              arousal: number
            metadata:
              file: EmoEvaluation/*.txt
              lines: '\[(?<start>[0-9.]+) - (?<end>[0-9.]+)\]\t(?<turn>\S+)\t(?<label>\S+)\t\[(?<valence>[0-9.]+), (?<arousal>[0-9.]+), [0-9.]+\]'
              key: name
              column: turn
            """);

        Write(index).ShouldBe([
            "path,label,speaker,text,arousal,gender,valence",
            "Ses01F_impro01_F001.wav,happy,Ses01F,,2,female,4",
            "Ses01F_impro01_M000.wav,neutral,Ses01M,,2.5,male,2.5",
        ]);
        index.Report.Findings.Select(static finding => finding.Message).ShouldBe([
            "Nothing states a label for this file.",
            "EmoEvaluation/*.txt has no row for 1 clip; name is 'Ses01F_impro01_F009'. What it says of clips is missing there.",
        ], ignoreOrder: true);
    }

    [Theory]
    [InlineData("{gender: female}", "f2_bar_happy f2_bar_sad f3_bar_sad")]
    [InlineData("{gender: [female], age: '>=30', labels: [sad]}", "f2_bar_sad")]
    [InlineData("{age: ['<21', '>=30 <35']}", "f3_bar_sad m1_bar_happy")]
    [InlineData("{age: 40}", "f2_bar_happy f2_bar_sad")]
    [InlineData("{min_seconds: 0.2, max_seconds: 0.5}", "f2_bar_happy f2_bar_sad m1_bar_happy")]
    [InlineData("{max_clips_per_speaker: 1}", "FIRST f3_bar_sad m1_bar_happy m4_bar_sad")]
    public void Index_Where_SelectsByColumnsLengthAndSpeaker(string where, string expected)
    {
        _scratch.Noise("m1_bar_happy.wav", 1, seconds: 0.3);
        _scratch.Noise("f2_bar_happy.wav", 2, seconds: 0.3);
        _scratch.Noise("f2_bar_sad.wav", 3, seconds: 0.3);
        _scratch.Noise("f3_bar_sad.wav", 4, seconds: 0.6);
        _scratch.Noise("m4_bar_sad.wav", 5, seconds: 0.1);

        var yaml = Names + """
            columns:
              gender: {from: speaker, map: {m1: male, f2: female, f3: female, m4: male}}
              age: {type: number, from: speaker, map: {m1: 31, f2: 40, f3: 20, m4: ''}}

            """;
        var index = Index($"{yaml}where: {where}\n");

        // Of the two of one speaker, the one whose samples have the first digest.
        var first = Index(yaml).Clips.Where(static clip => clip.Speaker == "f2").MinBy(static clip => clip.Sha256, StringComparer.Ordinal)!;
        index.Clips.Select(static clip => clip.Path[..^4]).Order(StringComparer.Ordinal)
            .ShouldBe(expected.Replace("FIRST", first.Path[..^4], StringComparison.Ordinal).Split(' '));
        index.Report.LeftOut.ShouldBe([new LeftOutCount(IndexFindingKind.Selection, 5 - index.Clips.Count)]);
    }

    [Theory]
    [InlineData(
        "ActorID,Age\nm1,31\nf2,old\n",
        "people.csv(3,4): age is 'old', expected a number with a decimal point, or nothing. Correct it, or list it under missing of "
            + "columns.age in own.yaml.")]
    [InlineData(
        "ActorID,Age\nm1,31\nf2,131\n",
        "people.csv(3,4): age is '131', expected 0 to 120. Correct it, list it under missing, or widen the range of columns.age in own.yaml.")]
    [InlineData(
        "ActorID,Age\nm1,31\n\nM1,32\nf2,40\n",
        "people.csv(4,4): Age of M1 is '32', expected '31' as in people.csv(2), or one row for M1. Correct one of the rows.")]
    [InlineData(
        "Actor,Age\nm1,31\n",
        "people.csv(1): header is 'Actor,Age', expected a column 'ActorID'. Add it, or name yours under metadata.")]
    [InlineData(
        "ActorID,Alter\nm1,31\n",
        "own.yaml: columns.age reads the field 'Age', which nothing states, expected one of label, speaker, text, path, name, level, ActorID, "
            + "Alter.")]
    [InlineData(
        "ActorID,Age\n01,31\n",
        "no clip has a row: speaker of the first clip is 'f2', expected a value of ActorID, such as '01'. Correct key or column under "
            + "metadata in own.yaml.")]
    [InlineData("ActorID,Age\n", "people.csv: no row gives a key, expected rows with a value in ActorID. Correct metadata in own.yaml.")]
    [InlineData(null, "holds no people.csv, which metadata of own.yaml reads. Put it there, correct file, or write required: false")]
    public void Index_TableThatCannotBeUsed_NamesTheRow(string? table, string message)
    {
        _scratch.Noise("m1_bar_happy.wav", 1);
        _scratch.Noise("f2_bar_sad.wav", 2);
        if (table is not null)
        {
            _scratch.Bytes("people.csv", table.Select(static c => (byte)c).ToArray());
        }

        Should.Throw<DatasetException>(() => Index(
            Names + "columns: {age: {type: number, from: Age, range: [0, 120]}}\nmetadata: {file: people.csv, key: speaker, column: ActorID}\n"))
            .Message.ShouldContain(message);
    }

    [Fact]
    public void Index_Bins_MakeLabelsAndNamesOfNumbers()
    {
        const string label = "label: {from: valence, missing: NA, bins: {edges: [2.5, 3.5], names: [low, mid, high]}}";
        string[] rows = ["a.wav,s1,2.4999,20", "b.wav,s1,2.5,20", "c.wav,s2,3.5,65", "d.wav,s2,-7,65", "e.wav,s3,NA,"];
        for (var i = 0; i < rows.Length; i++)
        {
            _scratch.Noise(rows[i][..5], (ulong)i + 1);
        }

        _scratch.Bytes("ratings.csv", System.Text.Encoding.ASCII.GetBytes("file,who,valence,age\n" + string.Join('\n', rows)));
        var yaml = "pattern: '(?<key>[a-e]\\.wav)'\non_bad_clip: skip\nmetadata: {file: ratings.csv, key: path, column: file}\n"
            + "columns: {speaker: {from: who}, valence: {type: number, missing: NA}, "
            + "group: {from: age, bins: {edges: [60], names: [young, old]}}, ";

        var index = Index(yaml + label + "}\n");

        Write(index).ShouldBe([
            "path,label,speaker,text,group,valence",
            "c.wav,high,s2,,old,3.5",
            "a.wav,low,s1,,young,2.4999",
            "d.wav,low,s2,,old,-7",
            "b.wav,mid,s1,,young,2.5",
        ], ignoreOrder: true);
        index.Report.Findings.Select(static finding => finding.Message).ShouldBe([
            "Nothing states a label for this file.",
            "label is the range of valence: low below 2.5, mid from 2.5, high from 3.5.",
        ], ignoreOrder: true);
        Index(yaml + label.Replace("low, mid", "Low, mid", StringComparison.Ordinal) + "}\nlabels: {low: bad, mid: neutral, high: good}\n")
            .Clips.Select(static clip => clip.Label).Distinct().ShouldBe(["bad", "good", "neutral"]);
        Should.Throw<DatasetException>(() => Index(yaml + label.Replace("2.5, 3.5", "-9, 3.5", StringComparison.Ordinal) + "}\n"))
            .Message.ShouldBe(
                "experiments/datasets/own.yaml: columns.label.bins: no clip is 'low', expected clips in each range (low below -9, mid from -9, "
                    + "high from 3.5) of valence. Move the edges, or remove one with its name.");
        Should.Throw<DatasetException>(() => Index(yaml + label.Replace(" missing: NA,", "", StringComparison.Ordinal) + "}\n"))
            .Message.ShouldContain(
                "ratings.csv(6,10): label is 'NA', expected a number with a decimal point, or nothing. Correct it, or list it under missing of "
                    + "columns.label in own.yaml.");
    }

    [Fact]
    public void Index_PersonWithTwoAges_NamesBothRows()
    {
        _scratch.Noise("a.wav", 1);
        _scratch.Noise("b.wav", 2);
        _scratch.Bytes("manifest.csv", "path,label,speaker,age\na.wav,happy,s1,31\nb.wav,sad,s1,32\n"u8.ToArray());

        Should.Throw<DatasetException>(() => Index("manifest: {}\ncolumns: {age: {type: number, per_speaker: true}}\n"))
            .Message.ShouldBe(
                $"{_scratch.Full("manifest.csv")}(3,14): age of speaker s1 is '32', expected '31' as in {_scratch.Full("manifest.csv")}(2,16). "
                    + "Correct one of them, or remove per_speaker of columns.age in own.yaml.");
        Write(Index("manifest: {}\ncolumns: {age: number}\n"))[1..].ShouldBe(["a.wav,happy,s1,,31", "b.wav,sad,s1,,32"]);
    }

    [Theory]
    [InlineData("columns: {Gender: text}", "columns.Gender has a name that is no name of a column")]
    [InlineData("columns: {seconds: number}", "columns.seconds has a name that tables use already, expected another. Rename it.")]
    [InlineData(
        "columns: {label: {from: level, map: {a: b}}}",
        "columns.label has other keys than from, expected from alone, or with bins")]
    [InlineData(
        "columns: {text: {bins: {edges: [1], names: [a, b]}}}",
        "columns.text has other keys than from, expected from alone.")]
    [InlineData(
        "columns: {a: {bins: {edges: [1, 2], names: [b, c]}}}",
        "columns.a.bins.names has 2 names beside 2 edges, expected edges, and one")]
    [InlineData(
        "columns: {a: {bins: {edges: [2, 2], names: [b, c, d]}}}",
        "columns.a.bins.edges has 2, expected a finite number above 2.")]
    [InlineData(
        "columns: {a: {bins: {edges: [2], names: [b, B]}}}",
        "columns.a.bins.names has 'b', 'B', expected different names.")]
    [InlineData(
        "columns: {a: {type: number, bins: {edges: [2], names: [b, c]}}}",
        "columns.a.bins is given beside map or type: number, expected")]
    [InlineData("columns: {a: {from: 'x{y'}}", "columns.a.from is 'x{y', expected each brace with its partner, such as Ses{session}{letter}.")]
    [InlineData("columns: {a: {type: number, map: {x: y}}}", "columns.a.map.x is 'y', expected a number, for the column's type is number.")]
    [InlineData("columns: {a: numbers}", "columns.a.type is 'numbers', expected one of text, number. Did you mean 'number'?")]
    [InlineData("columns: {a: {from: x, value: y}}", "columns.a.value is given beside from, expected one of them. Remove one.")]
    [InlineData("metadata: {file: a.csv}", "metadata.key is missing, expected both file and key")]
    [InlineData("metadata: [{file: a.csv, key: b, lines: '(?<c>x)'}]", "metadata.0.lines has no group (?<b>...), expected the one that holds the key.")]
    [InlineData("columns: {age: number}\nwhere: {age: old}", "where.age is 'old', expected a number, or conditions such as '>=30' or '>=20 <40'.")]
    [InlineData("columns: {age: number}\nwhere: {ages: 3}", "where.ages is no column of this corpus. Did you mean 'age'?")]
    [InlineData("where: {min_seconds: 3, max_seconds: 2}", "where.min_seconds is 3, expected at most max_seconds (2). Swap them.")]
    [InlineData("where: {max_clips_per_speaker: 0}", "where.max_clips_per_speaker is 0, expected a whole number of at least 1.")]
    public void Read_BrokenRule_IsAProblemOfItsKey(string yaml, string problem)
    {
        var exception = Should.Throw<ConfigurationException>(() => Parse(Names + yaml + "\n"));

        exception.Problems.ShouldHaveSingleItem().ToString().ShouldContain(problem);
    }

    private static DatasetDescription Parse(string yaml) => YamlOptions.Parse<DatasetDescription>("name: own\n" + yaml, "own.yaml");

    private CorpusIndex Index(string yaml) => new CorpusIndexer(Parse(yaml).Index).Index(_scratch.Full(""));

    // The table without its columns of measures.
    private string[] Write(CorpusIndex index)
    {
        Directory.CreateDirectory(_scratch.Full("out"));
        IndexTable.Write(_scratch.Full("out/index.csv"), index.Clips);
        index.Report.Write(_scratch.Full("out/index-report.json"));
        return
        [
            .. File.ReadLines(_scratch.Full("out/index.csv"))
                .Select(static line => line.Split(','))
                .Select(static fields => string.Join(',', fields.Where(static (_, i) => i is < 4 or > 8))),
        ];
    }
}
